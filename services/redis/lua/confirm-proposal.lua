-- Notes who confirmed a proposal, once: a repetition hears who was first.
-- KEYS[1] open proposals  KEYS[2] confirmations
-- ARGV[1] act id  ARGV[2] who confirms (JSON)
-- Returns the confirmation that holds, or nil when the proposal was withdrawn or settled meanwhile.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return false end
redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2])
return redis.call('HGET', KEYS[2], ARGV[1])
