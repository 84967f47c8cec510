-- Takes a proposal back unless somebody has confirmed it.
-- KEYS[1] open proposals  KEYS[2] confirmations
-- ARGV[1] act id
-- Returns 'withdrawn', 'confirmed' or 'unknown'.
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then return 'confirmed' end
if redis.call('HDEL', KEYS[1], ARGV[1]) == 1 then return 'withdrawn' end
return 'unknown'
