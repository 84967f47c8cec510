#!lua flags=allow-oom
-- Mirrors D2 for hello, and tells the nodes. Allowed when memory is full: tablets must learn what is secured.
-- KEYS: the d2 hashes that occur   ARGV: how many fields go to each, then field, seq, field, seq…, then channel, message…
local at = #KEYS + 1
for k = 1, #KEYS do
  for _ = 1, ARGV[k] do
    redis.call('HSET', KEYS[k], ARGV[at], ARGV[at + 1])
    at = at + 2
  end
end
while at < #ARGV do
  redis.call('PUBLISH', ARGV[at], ARGV[at + 1])
  at = at + 2
end
return at
