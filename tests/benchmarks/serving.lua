-- Addresses and bodies that are right -> requests, and how many answers were none of those bodies.
-- Called as `wrk -s serving.lua URL -- ADDRESSES OLD NEW`, each a file of lines; those of the last
-- two are the names of files.

local threads = {}

function setup(thread)
  table.insert(threads, thread)
  thread:set("at", 97 * #threads)
end

local function read(names, kind)
  for name in io.lines(names) do
    local file = assert(io.open(name, "rb"))
    right[file:read("*a")] = kind
    file:close()
  end
end

function init(arguments)
  right = {}
  torn, old, new, paths = 0, 0, 0, {}
  for path in io.lines(arguments[1]) do
    table.insert(paths, path)
  end
  read(arguments[2], "old")
  read(arguments[3], "new")
end

function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

function response(status, _, body)
  local kind = status == 200 and right[body]
  if kind == "old" then
    old = old + 1
  elseif kind == "new" then
    new = new + 1
  else
    torn = torn + 1
  end
end

function done(summary, latency)
  local found = { torn = 0, old = 0, new = 0 }
  for _, thread in ipairs(threads) do
    for kind in pairs(found) do
      found[kind] = found[kind] + thread:get(kind)
    end
  end
  local errors = summary.errors
  io.write(
    string.format(
      '\nfound {"torn": %d, "old": %d, "new": %d, "seconds": %f, "failed": %d, "p50": %f, "p99": %f}\n',
      found.torn,
      found.old,
      found.new,
      summary.duration / 1e6,
      errors.connect + errors.read + errors.write + errors.timeout,
      latency:percentile(50) / 1e3,
      latency:percentile(99) / 1e3
    )
  )
end
