-- Moves a candidate's fence, if it still holds what the caller saw, and appends the marker in the same step.
-- KEYS[1] fence hash  KEYS[2] stream
-- ARGV[1] sitting:candidate  ARGV[2] value seen ('' for none)  ARGV[3] new value  ARGV[4] marker (JSON)  ARGV[5] new epoch
-- Returns 1, or 0 when another sign-in was faster.
local held = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if held ~= ARGV[2] then return 0 end
redis.call('XADD', KEYS[2], '*', 'm1', ARGV[4])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('PUBLISH', 'fenced', ARGV[1] .. ':' .. ARGV[5])
return 1
