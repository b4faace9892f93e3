// The least that node:http allows: what every framework on it pays before its first line.
import { createServer } from 'node:http'
import { buffer, text } from 'node:stream/consumers'
import { fortunesPage } from '../by-hand/fortunes-page.js'
import { wrongFields } from '../by-hand/message-form.js'
import { publicFiles } from '../by-hand/public-files.js'
import { CachedWorlds } from '../data/cached-worlds.js'
import { sortedFortunes } from '../data/fortunes.js'
import { openStore } from '../data/open-store.js'
import { randomWorld, randomWorlds, toCount, updatedWorlds } from '../data/worlds.js'

/**
 * @typedef {import('node:http').IncomingMessage} Request
 * @typedef {import('node:http').ServerResponse} Response
 */

const store = openStore()
const cachedWorlds = new CachedWorlds(store)

const server = createServer((request, response) => {
  handle(request, response)?.catch((error) => {
    console.error(error)
    response.writeHead(500).end()
  })
})

/**
 * @param {Request} request
 * @param {Response} response
 * @returns {Promise<void> | undefined}
 */
function handle(request, response) {
  const url = request.url ?? '/'
  const question = url.indexOf('?')
  const path = question < 0 ? url : url.slice(0, question)
  if (request.method === 'POST') {
    if (path === '/messages') return storeMessage(request, response)
    if (path === '/upload') return upload(request, response)
    return notFound(response)
  }
  if (path === '/plaintext') return sendText(response)
  if (path === '/json' || path === '/guarded/json') return sendJson(response, { message: 'Hello, World!' })
  if (path.startsWith('/users/')) return showUser(request, response, path.slice('/users/'.length))
  if (path === '/db') return randomWorld(store).then((world) => sendJson(response, world))
  if (path === '/queries') return randomWorlds(store, count(url)).then((worlds) => sendJson(response, worlds))
  if (path === '/cached') return cachedWorlds.random(count(url)).then((worlds) => sendJson(response, worlds))
  if (path === '/updates')
    return updatedWorlds(store, count(url)).then((worlds) => sendJson(response, worlds))
  if (path === '/fortunes') return showFortunes(response)
  const file = publicFiles.get(path)
  return file ? sendFile(request, response, file) : notFound(response)
}

/** @param {string} url */
function count(url) {
  return toCount(new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('count'))
}

/** @param {Response} response */
function sendText(response) {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'content-length': 13 })
  response.end('Hello, World!')
}

/**
 * @param {Response} response
 * @param {unknown} value
 * @param {number} [status]
 */
function sendJson(response, value, status = 200) {
  const body = JSON.stringify(value)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

/**
 * @param {Request} request
 * @param {Response} response
 * @param {string} id
 */
function showUser(request, response, id) {
  if (request.headers['sec-purpose'] === 'prefetch') return void response.writeHead(503).end()
  if (!/^\d+$/.test(id)) return notFound(response)
  response.setHeader('x-served-by', 'bench')
  sendJson(response, { id: Number(id) })
}

/** @param {Response} response */
async function showFortunes(response) {
  const page = fortunesPage(await sortedFortunes(store))
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(page),
  })
  response.end(page)
}

/**
 * @param {Request} request
 * @param {Response} response
 */
async function storeMessage(request, response) {
  const wrong = wrongFields(await text(request))
  if (wrong.length > 0) return sendJson(response, { wrong }, 422)
  response.writeHead(303, { location: '/messages/sent', 'content-length': 0 }).end()
}

/**
 * @param {Request} request
 * @param {Response} response
 */
async function upload(request, response) {
  const content = await buffer(request)
  sendJson(response, { bytes: content.length })
}

/**
 * @param {Request} request
 * @param {Response} response
 * @param {import('../by-hand/public-files.js').PublicFile} file
 */
function sendFile(request, response, { content, headers, etag }) {
  if (request.headers['if-none-match'] === etag) response.writeHead(304, headers).end()
  else response.writeHead(200, { ...headers, 'content-length': content.length }).end(content)
}

/** @param {Response} response */
function notFound(response) {
  response.writeHead(404).end()
}

server.listen(Number(process.env['PORT']), process.env['HOST'])
