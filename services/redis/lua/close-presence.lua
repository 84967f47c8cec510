-- A node that is silent is gone: its candidates went offline when it was last heard.
-- KEYS[1] rows  KEYS[2] index  KEYS[3] connections
-- ARGV[1] member of the index  ARGV[2] node  ARGV[3] sitting  ARGV[4] milliseconds of silence  ARGV[5] channel
-- Returns 1 when this call closed it.
local held = redis.call('HGET', KEYS[2], ARGV[1])
if not held then return 0 end
local seen = string.match(held, '^%d+')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now - tonumber(seen) < tonumber(ARGV[4]) then return 0 end
local rows, events = {}, {}
for i, candidate in ipairs(redis.call('HKEYS', KEYS[1])) do
  rows[i] = '[' .. candidate .. ',null]'
  events[i] = '[' .. candidate .. ',"off",' .. seen .. ']'
end
local told = '[' .. table.concat(events, ',') .. ']'
if #events > 0 then redis.call('XADD', KEYS[3], '*', 'n', ARGV[2], 'c1', told) end
redis.call('DEL', KEYS[1])
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('PUBLISH', ARGV[5], '{"nodeId":"' .. ARGV[2] .. '","sittingId":' .. ARGV[3] .. ',"writes":0,"rows":['
  .. table.concat(rows, ',') .. '],"events":' .. told .. ',"applied":[]}')
return 1
