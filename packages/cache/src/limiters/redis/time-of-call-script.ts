/**
 * The beginning of scripts that count in time: `now`, which is ARGV[1], or the time of Redis where that is ''; and `grace`, how much longer
 * a key stays, since Redis expires by its own time.
 */
export const timeOfCallScript = `
local now, grace = tonumber(ARGV[1]), 60000
if not now then
  grace = 0
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end`
