-- Appends a batch of one partition's entries; all or none (a script is one write of the append-only file).
-- KEYS[1] stream   ARGV: head, frame, head, frame…   Returns the last id.
local last
for i = 1, #ARGV, 2 do
  last = redis.call('XADD', KEYS[1], '*', 'e1', ARGV[i], 'f', ARGV[i + 1])
end
return last
