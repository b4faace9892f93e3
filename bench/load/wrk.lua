-- The load of one measurement: `wrk -s wrk.lua ... -- one|browser [method content-type body-file]`. Prints its result
-- as one line of JSON.

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

-- wrk formats the request once after this, so headers cost the load generator nothing. Host makes eleven.
function init(args)
  if args[1] == "browser" then
    for name, value in pairs(browser) do wrk.headers[name] = value end
  end
  if args[2] then
    wrk.method = args[2]
    wrk.headers["Content-Type"] = args[3]
    local file = assert(io.open(args[4], "rb"))
    wrk.body = file:read("*a")
    file:close()
  end
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"requests":%d,"seconds":%.6f,"p50Ms":%.3f,"p99Ms":%.3f,"errors":%d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
