-- The load of a step of bench/scale.js: `wrk -s scale.lua ... -- [routes N | close]`. Prints its result as one line of
-- JSON.

local paths

function init(args)
  if args[1] == "routes" then
    local count = tonumber(args[2])
    paths = {}
    -- ten of them, spread over all, formatted before the load begins
    for index = 0, 9 do
      local route = math.floor(index * count / 10)
      paths[index + 1] = wrk.format("GET", string.format("/section-%d/resource-%d/1", route % 100, route))
    end
  elseif args[1] == "close" then
    wrk.headers["Connection"] = "close"
  end
end

local next_path = 0

function request()
  if not paths then return wrk.format() end
  next_path = next_path % #paths + 1
  return paths[next_path]
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"requests":%d,"seconds":%.6f,"p50Ms":%.3f,"p99Ms":%.3f,"errors":%d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
