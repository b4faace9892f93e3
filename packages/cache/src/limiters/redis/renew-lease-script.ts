import { timeOfCallScript } from './time-of-call-script.ts'

/** `renew` of {@link LimiterStore} for one lease. KEYS: the counter. ARGV: the time in milliseconds, or '' for that of Redis; the lease time; the lease. */
export const renewLeaseScript: string = `
if not redis.call('ZSCORE', KEYS[1], ARGV[3]) then return 0 end${timeOfCallScript}
local lease = tonumber(ARGV[2])
redis.call('ZADD', KEYS[1], string.format('%.0f', now + lease), ARGV[3])
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', lease + grace))
return 1`
