import { timeOfCallScript } from './time-of-call-script.ts'

/**
 * `take` of {@link LimiterStore} as one script, so that nothing happens between the looking and the counting. The arithmetic is that of
 * `rules/`, in whole numbers that both languages hold exactly.
 *
 * KEYS: the counters. ARGV: the time in milliseconds, or '' for that of Redis; then for each key kind, limit, span, cost, extra: the interval
 * in microseconds and whether it delays, the window, the window and its step, the lease time and the lease.
 * It answers allowed, remaining, resetMs, retryAfterMs, delayMs for each key. What it writes expires when it
 * would count no more; a minute later when the time is not that of Redis, since Redis expires by its own.
 */
export const takeScript: string = `${timeOfCallScript}
local floor, ceil, max, min = math.floor, math.ceil, math.max, math.min
local function int(number) return string.format('%.0f', number) end
local function keep(key, text, ms) redis.call('SET', key, text, 'PX', int(max(1, ms) + grace)) end

local rules = {}

rules.r = {
  read = function(key, limit, interval)
    local empty = tonumber(redis.call('GET', key) or '0')
    local bound = now * 1000 + limit * interval
    if empty <= bound then return empty end
    keep(key, int(bound), ceil(limit * interval / 1000))
    return bound
  end,
  check = function(empty, limit, interval, cost, extra)
    local capacity = limit * interval
    local before = max(empty - now * 1000, 0)
    local after = before + cost * interval
    if after > capacity then
      return {0, floor((capacity - before) / interval), ceil(before / 1000), ceil((after - capacity) / 1000), 0}
    end
    local delay = 0
    if extra == '1' then delay = ceil(before / 1000) end
    return {1, floor((capacity - after) / interval), ceil(after / 1000), 0, delay}
  end,
  charge = function(key, empty, limit, interval, cost)
    local after = max(empty, now * 1000) + cost * interval
    keep(key, int(after), ceil((after - now * 1000) / 1000))
  end
}

rules.f = {
  read = function(key, limit, window)
    local count, ends = string.match(redis.call('GET', key) or '', '^(%d+) (%d+)$')
    local state = {count = tonumber(count or '0'), ends = tonumber(ends or '0')}
    if state.ends <= now then return {count = 0, ends = now + window} end
    if state.ends > now + window then
      state.ends = now + window
      keep(key, int(state.count) .. ' ' .. int(state.ends), window)
    end
    return state
  end,
  check = function(state, limit, window, cost)
    local left = state.ends - now
    if state.count + cost > limit then return {0, limit - state.count, state.count == 0 and 0 or left, left, 0} end
    local after = state.count + cost
    return {1, limit - after, after == 0 and 0 or left, 0, 0}
  end,
  charge = function(key, state, limit, window, cost)
    keep(key, int(state.count + cost) .. ' ' .. int(state.ends), state.ends - now)
  end
}

local function sliding(key, state, window, step)
  local parts = {}
  for _, entry in ipairs(state) do parts[#parts + 1] = int(entry[1]) .. ' ' .. int(entry[2]) end
  keep(key, table.concat(parts, ' '), (state[#state][1] + 1) * step + window - now)
end
local function add(state, step, count)
  local last = state[#state]
  if count == 0 then return end
  if last and last[1] == step then last[2] = last[2] + count else state[#state + 1] = {step, count} end
end

rules.s = {
  read = function(key, limit, window, extra)
    local step = tonumber(extra)
    local current, future = floor(now / step), 0
    local state = {}
    for start, count in string.gmatch(redis.call('GET', key) or '', '(%d+) (%d+)') do
      start, count = tonumber(start), tonumber(count)
      if start > current then future = future + count
      elseif (start + 1) * step + window > now then state[#state + 1] = {start, count} end
    end
    add(state, current, future)
    if future > 0 then sliding(key, state, window, step) end
    return state
  end,
  check = function(state, limit, window, cost, extra)
    local step, count = tonumber(extra), 0
    for _, entry in ipairs(state) do count = count + entry[2] end
    local last = state[#state] and state[#state][1]
    local allowed = count + cost <= limit
    if allowed and cost > 0 then last = floor(now / step) end
    local reset = 0
    if last then reset = (last + 1) * step + window - now end
    if allowed then return {1, limit - count - cost, reset, 0, 0} end
    local freed, retry = 0, 0
    for _, entry in ipairs(state) do
      freed = freed + entry[2]
      if freed >= count + cost - limit then
        retry = (entry[1] + 1) * step + window - now
        break
      end
    end
    return {0, limit - count, reset, retry, 0}
  end,
  charge = function(key, state, limit, window, cost, extra)
    local step = tonumber(extra)
    add(state, floor(now / step), cost)
    sliding(key, state, window, step)
  end
}

rules.c = {
  read = function(key, limit, lease)
    redis.call('ZREMRANGEBYSCORE', key, '-inf', int(now))
    local bound = int(now + lease)
    local late = redis.call('ZRANGEBYSCORE', key, '(' .. bound, '+inf')
    for _, member in ipairs(late) do redis.call('ZADD', key, bound, member) end
    if #late > 0 then redis.call('PEXPIRE', key, int(lease + grace)) end
    return redis.call('ZCARD', key)
  end,
  check = function(count, limit, lease, cost)
    if count + cost > limit then return {0, limit - count, 0, 1000, 0} end
    return {1, limit - count - cost, 0, 0, 0}
  end,
  charge = function(key, count, limit, lease, cost, name)
    redis.call('ZADD', key, int(now + lease), name)
    redis.call('PEXPIRE', key, int(lease + grace))
  end
}

local states, verdicts, allowed = {}, {}, true
local function arguments(index)
  local at = 2 + (index - 1) * 5
  return rules[ARGV[at]], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), ARGV[at + 4]
end
for index, key in ipairs(KEYS) do
  local rule, limit, span, cost, extra = arguments(index)
  states[index] = rule.read(key, limit, span, extra)
  verdicts[index] = rule.check(states[index], limit, span, cost, extra)
  if verdicts[index][1] == 0 then allowed = false end
end
for index, key in ipairs(KEYS) do
  local rule, limit, span, cost, extra = arguments(index)
  if allowed then rule.charge(key, states[index], limit, span, cost, extra)
  elseif verdicts[index][1] == 1 then verdicts[index] = rule.check(states[index], limit, span, 0, extra) end
end
local answer = {}
for _, verdict in ipairs(verdicts) do
  for _, number in ipairs(verdict) do answer[#answer + 1] = number end
end
return answer
`
