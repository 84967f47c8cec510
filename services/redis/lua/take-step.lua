-- Takes one time step of an authenticator, only forward.
-- KEYS[1] last step taken  ARGV[1] step  ARGV[2] milliseconds to remember
-- Returns 1, or 0 when this step or a later one was taken before.
local last = tonumber(redis.call('GET', KEYS[1]) or '-1')
if tonumber(ARGV[1]) <= last then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
