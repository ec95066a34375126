-- What wrk sends: `nothing` (a path that is not there), a `json` lead or a `form`, each of another person.
local what, run, token, sent = "", 0, "", 0
wrong_answers = 0  -- global: read by done()
local expected = {nothing = 404, json = 202, form = 303}

function init(args)
  what, run, token = args[1], tonumber(args[2]), args[3]
end

function request()
  sent = sent + 1
  local phone = string.format("098%07d", (run * 100000 + sent) % 10000000)
  if what == "nothing" then return wrk.format("GET", "/nothing") end
  if what == "json" then
    return wrk.format("POST", "/v1/workspaces/demo/leads", {
      ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json", ["Idempotency-Key"] = "bench-" .. run .. "-" .. sent},
      '{"fields":{"full_name":"Lead","phone":"' .. phone .. '","product":"solar"}}')
  end
  return wrk.format("POST", "/f/demo/site", {["Content-Type"] = "application/x-www-form-urlencoded", ["Accept"] = "text/html"}, "name=Lead&phone=" .. phone)
end

function response(status)
  if status ~= expected[what] then wrong_answers = wrong_answers + 1 end
end

local threads = {}
function setup(thread) table.insert(threads, thread) end

function done(summary, latency)
  local wrongs = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  for _, thread in ipairs(threads) do wrongs = wrongs + thread:get("wrong_answers") end
  print(string.format('{"requests":%d,"seconds":%f,"p50":%f,"p99":%f,"wrong":%d,"expected":"as they should be"}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, wrongs))
end
