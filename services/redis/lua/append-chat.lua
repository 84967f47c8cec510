-- Stores one chat message, once, and tells everybody that there is more to read.
-- KEYS[1] stream  KEYS[2] ids
-- ARGV[1] message id  ARGV[2] message (JSON)  ARGV[3] channel  ARGV[4] sitting
-- Returns the message's place in the stream, of the first time.
local held = redis.call('HGET', KEYS[2], ARGV[1])
if held then return held end
local position = redis.call('XADD', KEYS[1], '*', 't1', ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], position)
redis.call('PUBLISH', ARGV[3], ARGV[4])
return position
