// uWebSockets.js without anything on it. What its own examples insist on is done: an aborted request is not answered,
// a response is corked when it is written after an await, and nothing of the request is read after that.
import { App } from 'uws-pack'
import { fortunesPage } from '../by-hand/fortunes-page.js'
import { wrongFields } from '../by-hand/message-form.js'
import { publicFiles } from '../by-hand/public-files.js'
import { CachedWorlds } from '../data/cached-worlds.js'
import { sortedFortunes } from '../data/fortunes.js'
import { openStore } from '../data/open-store.js'
import { randomWorld, randomWorlds, toCount, updatedWorlds } from '../data/worlds.js'

/** @typedef {import('uws-pack').HttpResponse} Response */

const store = openStore()
const cachedWorlds = new CachedWorlds(store)
const app = App()

app.get('/plaintext', (response) => {
  response.writeHeader('content-type', 'text/plain; charset=utf-8').end('Hello, World!')
})

app.get('/json', (response) => sendJson(response, { message: 'Hello, World!' }))
app.get('/guarded/json', (response) => sendJson(response, { message: 'Hello, World!' }))

app.get('/users/:id', (response, request) => {
  if (request.getHeader('sec-purpose') === 'prefetch') return void response.writeStatus('503').end()
  const id = request.getParameter(0) ?? ''
  if (!/^\d+$/.test(id)) return notFound(response)
  response.writeHeader('x-served-by', 'bench')
  sendJson(response, { id: Number(id) })
})

app.get('/db', (response) => answerLater(response, randomWorld(store), sendJson))

app.get('/queries', (response, request) =>
  answerLater(response, randomWorlds(store, toCount(request.getQuery('count'))), sendJson),
)

app.get('/cached', (response, request) =>
  answerLater(response, cachedWorlds.random(toCount(request.getQuery('count'))), sendJson),
)

app.get('/updates', (response, request) =>
  answerLater(response, updatedWorlds(store, toCount(request.getQuery('count'))), sendJson),
)

app.get('/fortunes', (response) =>
  answerLater(response, sortedFortunes(store), (open, fortunes) => {
    open.writeHeader('content-type', 'text/html; charset=utf-8').end(fortunesPage(fortunes))
  }),
)

app.post('/messages', (response) =>
  answerLater(response, readBody(response), (open, body) => {
    const wrong = wrongFields(body.toString())
    if (wrong.length > 0) return sendJson(open.writeStatus('422'), { wrong })
    open.writeStatus('303').writeHeader('location', '/messages/sent').end()
  }),
)

app.post('/upload', (response) =>
  answerLater(response, readBody(response), (open, body) => sendJson(open, { bytes: body.length })),
)

app.get('/*', (response, request) => {
  const file = publicFiles.get(request.getUrl())
  if (!file) return notFound(response)
  const isFresh = request.getHeader('if-none-match') === file.etag
  if (isFresh) response.writeStatus('304')
  for (const [name, value] of Object.entries(file.headers)) response.writeHeader(name, value)
  if (isFresh) response.endWithoutBody()
  else response.end(file.content)
})

/**
 * @param {Response} response
 * @param {unknown} value
 */
function sendJson(response, value) {
  response.writeHeader('content-type', 'application/json').end(JSON.stringify(value))
}

/** @param {Response} response */
function notFound(response) {
  response.writeStatus('404').end()
}

/**
 * Answers once the value is there, unless the client has gone.
 *
 * @template T
 * @param {Response} response
 * @param {Promise<T>} promise
 * @param {(response: Response, value: T) => void} send
 */
async function answerLater(response, promise, send) {
  let isAborted = false
  response.onAborted(() => (isAborted = true))
  try {
    const value = await promise
    if (!isAborted) response.cork(() => send(response, value))
  } catch (error) {
    console.error(error)
    if (!isAborted) response.cork(() => response.writeStatus('500').end())
  }
}

/**
 * The whole body. uWebSockets.js owns the chunks and frees them, so each is copied.
 *
 * @param {Response} response
 * @returns {Promise<Buffer>}
 */
function readBody(response) {
  return new Promise((resolve) => {
    /** @type {Buffer[]} */
    const chunks = []
    response.onData((chunk, isLast) => {
      chunks.push(Buffer.from(chunk.slice(0)))
      if (isLast) resolve(Buffer.concat(chunks))
    })
  })
}

app.listen(process.env['HOST'] ?? '127.0.0.1', Number(process.env['PORT']), (socket) => {
  if (!socket) throw new Error('The port is taken.')
})
