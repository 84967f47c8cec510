#!lua flags=allow-oom
-- Gives an empty partition the number of its new life.  KEYS[1] generation  ARGV[1] number   Returns 1, or 0 if it has one.
return redis.call('SETNX', KEYS[1], ARGV[1])
