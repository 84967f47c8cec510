-- Appends a batch of entries to the streams of their partitions; all or none (a script is one write of the
-- append-only file).
-- KEYS: the streams that occur   ARGV: how many entries go to each of them, then head, frame, head, frame…
-- Returns the last id.
local last
local at = #KEYS + 1
for k = 1, #KEYS do
  for _ = 1, ARGV[k] do
    last = redis.call('XADD', KEYS[k], '*', 'e1', ARGV[at], 'f', ARGV[at + 1])
    at = at + 2
  end
end
return last
