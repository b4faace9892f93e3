/** KEYS: the entry, its lease. ARGV: how (`set`, `add`, or `leased` with the token that follows), the token, the text, milliseconds or ''. */
export const keepScript = `
if ARGV[1] == 'leased' and redis.call('GET', KEYS[2]) ~= ARGV[2] then return 0 end
if ARGV[1] == 'add' and redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('DEL', KEYS[2])
if ARGV[4] == '' then redis.call('SET', KEYS[1], ARGV[3])
else redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4]) end
return 1`

/** KEYS: the entry, its lease. Answers what was there. */
export const pullScript = `
local text = redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1], KEYS[2])
return text`

/** KEYS: the number. ARGV: how much, milliseconds or ''. Answers the sum as text, or '' where there is no number. */
export const incrementScript = `
local text = redis.call('GET', KEYS[1])
local sum = (text and tonumber(text) or 0) + tonumber(ARGV[1])
if text and (string.sub(text, 1, 1) == '[' or not tonumber(text)) then return '' end
local written = string.format('%.17g', sum)
local left = text and redis.call('PTTL', KEYS[1]) or -1
if not text and ARGV[2] ~= '' then left = tonumber(ARGV[2]) end
if left >= 0 then redis.call('SET', KEYS[1], written, 'PX', string.format('%.0f', math.max(1, left)))
else redis.call('SET', KEYS[1], written) end
return written`
