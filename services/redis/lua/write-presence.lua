-- Writes what changed among the tablets of one node and sitting, all or nothing, and says that the node is alive.
-- KEYS[1] rows  KEYS[2] index  KEYS[3] connections  KEYS[4…] bitmaps of stages that were reached
-- ARGV[1] member of the index  ARGV[2] writes before this one  ARGV[3] node  ARGV[4] events (JSON, '' for none)
-- ARGV[5] channel  ARGV[6] news ('': nothing changed)  ARGV[7] how many candidates left, then they;  how many rows, then
-- candidate, row…;  then for each bitmap how many candidates, then they
-- Returns 1, or 0 when this server knows another number of writes: then everything is to be written again.
local held = redis.call('HGET', KEYS[2], ARGV[1])
local known = held and string.match(held, '%d+$') or '0'
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local writes = tonumber(ARGV[2]) + (ARGV[6] ~= '' and 1 or 0)
redis.call('HSET', KEYS[2], ARGV[1], string.format('%.0f %d', now, writes))
local at = 7
local function each(step, run)
  local last = at + ARGV[at] * step
  for i = at + 1, last, step do run(i) end
  at = last + 1
end
each(1, function(i) redis.call('HDEL', KEYS[1], ARGV[i]) end)
each(2, function(i) redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end)
for k = 4, #KEYS do
  each(1, function(i) redis.call('SETBIT', KEYS[k], ARGV[i], 1) end)
end
if ARGV[4] ~= '' then redis.call('XADD', KEYS[3], '*', 'n', ARGV[3], 'c1', ARGV[4]) end
if ARGV[6] ~= '' then redis.call('PUBLISH', ARGV[5], ARGV[6]) end
return known == ARGV[2] and 1 or 0
