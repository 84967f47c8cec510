-- Appends one act if the journal still ends where the caller folded it: the loser folds again.
-- KEYS[1] stream  KEYS[2] acts hash  KEYS[3] set of sittings with a journal
-- ARGV[1] last id seen ('' for an empty journal)  ARGV[2] act id  ARGV[3] act (JSON)  ARGV[4] sitting
-- Returns 'appended', 'repeated' or 'moved'.
if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 1 then return 'repeated' end
local tail = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local last = tail[1] and tail[1][1] or ''
if last ~= ARGV[1] then return 'moved' end
redis.call('XADD', KEYS[1], '*', 'a1', ARGV[3])
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
redis.call('SADD', KEYS[3], ARGV[4])
return 'appended'
