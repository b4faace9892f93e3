import { createServer } from 'node:http'

// The least that node:http allows: what every framework on it pays before its first line.
const server = createServer((request, response) => {
  const url = request.url ?? '/'
  if (url === '/json') send(response, { message: 'Hello, World!' })
  else if (url.startsWith('/users/')) send(response, { id: Number(url.slice(7)) }, { 'x-served-by': 'bench' })
  else response.writeHead(404).end()
})

/**
 * @param {import('node:http').ServerResponse} response
 * @param {unknown} value
 * @param {Record<string, string>} [headers]
 */
function send(response, value, headers) {
  const body = JSON.stringify(value)
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  })
  response.end(body)
}

server.listen(Number(process.env['PORT']), '127.0.0.1')
