-- Keeps that somebody has read an instruction, once.
-- KEYS[1] list of readings  KEYS[2] set of what is kept
-- ARGV[1] act and account  ARGV[2] reading (JSON)
-- Returns 1 when it is new, 0 when it was kept before.
if redis.call('SADD', KEYS[2], ARGV[1]) == 0 then return 0 end
redis.call('RPUSH', KEYS[1], ARGV[2])
return 1
