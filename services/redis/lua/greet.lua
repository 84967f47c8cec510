-- What a returning tablet must know, and the repair of an emptied store from the ticket.
-- KEYS[1] fence hash  KEYS[2] d2 hash  KEYS[3] stream
-- ARGV[1] sitting:candidate  ARGV[2] epoch of the ticket  ARGV[3] device  ARGV[4] marker (JSON)
-- Returns { fence, d2 }.
local held = redis.call('HGET', KEYS[1], ARGV[1])
local fence = held and tonumber(string.match(held, '^%d+')) or 0
local epoch = tonumber(ARGV[2])
if fence < epoch then
  redis.call('XADD', KEYS[3], '*', 'm1', ARGV[4])
  redis.call('HSET', KEYS[1], ARGV[1], epoch .. ' ' .. ARGV[3])
  fence = epoch
end
return { fence, tonumber(redis.call('HGET', KEYS[2], ARGV[1] .. ':' .. epoch) or '0') }
