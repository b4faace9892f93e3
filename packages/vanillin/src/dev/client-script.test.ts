import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { appendClientScript } from './client-script.ts'

const SCRIPT = '<script type="module" src="/@vite/client"></script>'
const PAGE = '<!doctype html><body><h1>Grüße</h1>'
const BROWSER = 'text/html,application/xhtml+xml,*/*;q=0.8'

/** What a client gets of an answer that went through `appendClientScript`. */
async function answer(
  write: (response: ServerResponse) => void,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ text: string; length: string | null }> {
  const server = createServer((request, response) => {
    appendClientScript(request, response)
    write(response)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
    ...options,
    headers: { Accept: BROWSER, ...options.headers },
  })
  return { text: await response.text(), length: response.headers.get('content-length') }
}

const html = { 'Content-Type': 'text/html; charset=utf-8' }

test.each<[string, (response: ServerResponse) => void]>([
  [
    'a head of names and values, and a length',
    (response) => {
      response.writeHead(200, [
        'Content-Type',
        'text/html',
        'Content-Length',
        String(Buffer.byteLength(PAGE)),
      ])
      response.end(PAGE)
    },
  ],
  ['a head from an object', (response) => response.writeHead(200, html).end(Buffer.from(PAGE))],
  [
    'headers that were set before',
    (response) => {
      response.setHeader('Content-Type', 'text/html')
      response.end(PAGE)
    },
  ],
  [
    'a page in pieces',
    (response) => {
      response.writeHead(200, html)
      response.write(PAGE.slice(0, 5))
      response.write(PAGE.slice(5))
      response.end()
    },
  ],
])('is appended to %s', async (_name, write) => {
  const { text, length } = await answer(write)
  expect(text.startsWith(PAGE)).toBe(true)
  expect(text).toContain(SCRIPT)
  if (length !== null) expect(Number(length)).toBe(Buffer.byteLength(text))
})

test.each<
  [string, (response: ServerResponse) => void, { method?: string; headers?: Record<string, string> }]
>([
  ['JSON', (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}'), {}],
  [
    'a page whose policy lets no script run',
    (response) => {
      const policy = "default-src 'none'; style-src 'sha256-x'"
      response.writeHead(200, { ...html, 'Content-Security-Policy': policy }).end(PAGE)
    },
    {},
  ],
  [
    'a compressed page',
    (response) => response.writeHead(200, { ...html, 'Content-Encoding': 'identity' }).end(PAGE),
    {},
  ],
  [
    'a download',
    (response) => response.writeHead(200, { ...html, 'Content-Disposition': 'attachment' }).end(PAGE),
    {},
  ],
  [
    'a fragment that a script fetches',
    (response) => response.writeHead(200, html).end(PAGE),
    { headers: { 'Sec-Fetch-Dest': 'empty' } },
  ],
  [
    'what curl asks for',
    (response) => response.writeHead(200, html).end(PAGE),
    { headers: { Accept: '*/*' } },
  ],
  ['a part of a page', (response) => response.writeHead(200, html).end('<li>one</li>'), {}],
  ['the answer to HEAD', (response) => response.writeHead(200, html).end(), { method: 'HEAD' }],
  ['an empty answer', (response) => response.writeHead(204, html).end(), {}],
])('is not appended to %s', async (_name, write, options) => {
  expect((await answer(write, options)).text).not.toContain(SCRIPT)
})

test('a page that the app would compress is not compressed, and what is no page is', async () => {
  const coded = createServer((request, response) => {
    appendClientScript(request, response)
    const lines = request.rawHeaders.map((line) => line.toLowerCase())
    const isCoded = lines.includes('accept-encoding') || request.headers['accept-encoding'] !== undefined
    response.writeHead(200, { ...html, ...(isCoded ? { 'Content-Encoding': 'gzip' } : {}) })
    response.end(isCoded ? gzipSync(PAGE) : PAGE)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void coded.close())
  await once(coded, 'listening')
  const ask = (accept: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${(coded.address() as AddressInfo).port}/`, {
      headers: { Accept: accept, 'Accept-Encoding': 'gzip, br' },
    })
  const page = await ask(BROWSER)
  expect([page.headers.get('content-encoding'), await page.text()]).toEqual([
    null,
    expect.stringContaining(SCRIPT),
  ])
  expect((await ask('application/json')).headers.get('content-encoding')).toBe('gzip')
})
