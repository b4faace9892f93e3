-- The load of one measurement. Prints its result as one line of JSON.
--
--   wrk -s wrk.lua ... -- one|browser                                  GET of the address
--   wrk -s wrk.lua ... -- one|browser body <method> <type> <file>      with the file as its body
--   wrk -s wrk.lua ... -- one|browser routes <count>                   ten of the routes of bench/apps/scale in turn
--   wrk -s wrk.lua ... -- one|browser cookies <file>                   with one of its lines as the header Cookie, in turn
--   wrk -s wrk.lua ... -- one|browser close                            a connection for each request

local browser = {
  ["Connection"] = "keep-alive",
  ["sec-ch-ua"] = '"Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"',
  ["sec-ch-ua-mobile"] = "?0",
  ["sec-ch-ua-platform"] = '"Linux"',
  ["User-Agent"] = "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  ["Accept"] = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
  ["Sec-Fetch-Site"] = "same-origin",
  ["Sec-Fetch-Mode"] = "navigate",
  ["Accept-Encoding"] = "gzip, deflate, br, zstd",
  ["Accept-Language"] = "en-GB,en;q=0.9,de;q=0.8",
}

local requests

-- What is said here is formatted once, so that headers cost the load generator nothing. Host makes eleven.
function init(args)
  if args[1] == "browser" then
    for name, value in pairs(browser) do wrk.headers[name] = value end
  end
  if args[2] == "body" then
    wrk.method = args[3]
    wrk.headers["Content-Type"] = args[4]
    local file = assert(io.open(args[5], "rb"))
    wrk.body = file:read("*a")
    file:close()
  elseif args[2] == "close" then
    wrk.headers["Connection"] = "close"
  end
  if args[2] == "routes" then
    requests = ten_of(tonumber(args[3]))
  elseif args[2] == "cookies" then
    requests = with_cookies(args[3])
  else
    requests = { wrk.format() }
  end
end

function with_cookies(file)
  local formatted = {}
  for line in io.lines(file) do
    wrk.headers["Cookie"] = line
    formatted[#formatted + 1] = wrk.format()
  end
  return formatted
end

-- spread over all routes
function ten_of(count)
  local formatted = {}
  for index = 0, 9 do
    local route = math.floor(index * count / 10)
    formatted[index + 1] = wrk.format("GET", string.format("/section-%d/resource-%d/1", route % 100, route))
  end
  return formatted
end

local turn = 0

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"requests":%d,"seconds":%.6f,"p50Ms":%.3f,"p99Ms":%.3f,"errors":%d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
