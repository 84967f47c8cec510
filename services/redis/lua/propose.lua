-- Puts up an act that waits for its second person, unless one of this id is still waiting.
-- KEYS[1] open proposals  KEYS[2] confirmations
-- ARGV[1] act id  ARGV[2] proposal (JSON)  ARGV[3] now, ms
-- Returns the proposal that stands.
local held = redis.call('HGET', KEYS[1], ARGV[1])
if held and cjson.decode(held).expiresAtMs > tonumber(ARGV[3]) then return held end
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return ARGV[2]
