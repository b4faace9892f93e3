local cjson = require "cjson"

local pages = {}

local function answer(content_type, body)
  ngx.header["Content-Type"] = content_type
  ngx.header["Content-Length"] = #body
  ngx.print(body)
end

function pages.plaintext()
  answer("text/plain; charset=utf-8", "Hello, World!")
end

function pages.json()
  answer("application/json", cjson.encode({ message = "Hello, World!" }))
end

function pages.counter()
  answer("application/json", cjson.encode({ seen = ngx.shared.counters:incr("seen", 1, 0) }))
end

local function refuse_prefetch()
  if ngx.var.http_sec_purpose == "prefetch" then
    return ngx.exit(ngx.HTTP_SERVICE_UNAVAILABLE)
  end
end

local function served_by()
  ngx.header["X-Served-By"] = "bench"
end

function pages.user(id)
  refuse_prefetch()
  served_by()
  answer("application/json", cjson.encode({ id = tonumber(id) }))
end

return pages
