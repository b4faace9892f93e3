import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { answers, does, gives, notYet, setsCookie, shows } from './expect-row.ts'
import type { Expectation } from './expectation.ts'

const gif = new TextEncoder().encode('GIF89a\u0001\0\u0001\0')
const photo = new File([gif], 'ada.png', { type: 'image/png' })

/** What each row of the map's tables of input, sessions and answers must do, by its id. */
export const plainPhp = (folder: () => string): Record<string, Expectation> => ({
  get: gives('tea', { path: '?q=tea' }),
  'get-required': answers({ status: 400 }),
  'get-int': gives(3, { path: '?page=3' }),
  'get-float': gives(1.5, { path: '?price=1.5' }),
  'get-isset': gives(true, { path: '?draft' }),
  'get-list': gives(['a', 'b'], { path: '?tags[]=a&tags[]=b' }),
  'get-nested': gives('Bern', { path: '?filter[city]=Bern' }),
  'get-choice': gives('old', { path: '?sort=old' }),
  'get-all': gives({ q: 'tea', page: '2' }, { path: '?q=tea&page=2' }),
  post: gives('Hello', { form: { title: 'Hello' } }),
  'post-trim': gives('Hello', { form: { title: ' Hello ' } }),
  'post-checkbox': gives(true, { form: { agree: 'on' } }),
  'post-ints': gives([7, 9], { form: 'ids[]=7&ids[]=9' }),
  'post-items': gives([{ name: 'pen' }], { form: 'items[0][name]=pen' }),
  'post-nested': gives('Bern', { form: 'address[city]=Bern' }),
  'post-date': gives(new Date('2026-02-28T00:00:00Z'), { form: { day: '2026-02-28' } }),
  'post-all': gives({ title: 'Hello' }, { form: { title: 'Hello' } }),
  'post-only': gives({ title: 'Hello' }, { form: { title: 'Hello', admin: '1' } }),
  'filter-input': does(
    ({ response, session }) => expect([response.status, Object.keys(session)]).toEqual([422, []]),
    { form: { email: 'nobody' } },
  ),
  request: gives('tea', { form: { q: 'tea' } }),
  'input-json': gives({ a: [1] }, { json: { a: [1] } }),
  'input-raw': gives('<a/>', { text: '<a/>', headers: { 'content-type': 'application/xml' } }),
  'input-stream': does(({ value }) => expect(value).toHaveProperty('pipe'), {
    text: 'abc',
    headers: { 'content-type': 'application/xml' },
  }),

  'files-name': gives('ada.png', { photo }),
  'files-size': gives(10, { photo }),
  'files-mime': gives('image/gif', { photo }),
  'files-type': gives('image/png', { photo }),
  'files-tmp': does(({ value }) => expect(value).toMatch(/^\/.+/), { photo }),
  'files-none': gives(false, { photo }),
  'files-has': gives(true, { photo }),
  'files-many': gives('ada.png', { photo }),
  'files-bytes': does(({ value }) => expect(new Uint8Array(value as Uint8Array)).toEqual(gif), { photo }),
  'files-hash': does(({ value }) => expect(value).toMatch(/^[0-9a-f]{64}$/), { photo }),
  move: does(
    ({ value }) => {
      expect(value).toMatch(/storage\/photos\/.+\.gif$/)
      expect(existsSync(join(folder(), value as string)) || existsSync(value as string)).toBe(true)
    },
    { photo },
  ),
  'move-name': does(
    () => expect(new Uint8Array(readFileSync(join(folder(), 'storage/photos/ada.png')))).toEqual(gif),
    { photo },
  ),

  cookie: gives('dark', { cookie: 'theme=dark' }),
  'cookie-isset': gives(false),
  setcookie: setsCookie(/^theme=dark; Path=\/; HttpOnly; SameSite=Lax$/),
  'setcookie-days': setsCookie(/^theme=dark; .*Max-Age=2592000/),
  'setcookie-options': setsCookie(/^theme=dark; (?!.*HttpOnly).*Path=\/shop/),
  'setcookie-delete': setsCookie(/^theme=; .*Max-Age=0/),
  'cookie-signed': setsCookie(/^trial=.{40,}began;/),
  'cookie-encrypted': setsCookie(/^draft=(?!.*secret).+/),

  'server-method': gives('PUT', { method: 'PUT' }),
  'server-uri': gives('/server-uri/7?a=b%20c', { path: '/7?a=b%20c', pattern: '/:id' }),
  'server-path': gives('/server-path', { path: '?a=b' }),
  'server-query': gives('a=b%20c', { path: '?a=b%20c' }),
  'server-path-info': gives('a/b.txt', { path: '/a/b.txt', pattern: '/*path' }),
  'server-host': does(({ value }) => expect(value).toMatch(/^127\.0\.0\.1:\d+$/)),
  'server-name': gives('shop.example.com'),
  'server-port': does(({ value }) => expect(value).toMatch(/^\d+$/)),
  'server-https': gives(false),
  'server-ip': gives('127.0.0.1'),
  'server-forwarded': gives(['127.0.0.1'], { headers: { 'x-forwarded-for': '192.0.2.1' } }),
  'server-agent': gives('curl/8', { headers: { 'user-agent': 'curl/8' } }),
  'server-referer': gives('/'),
  'server-type': gives('application/json', { json: {} }),
  'server-length': gives(7, { json: { a: 1 } }),
  'server-headers': does(({ value }) => expect(value).toMatchObject({ 'x-a': '1' }), {
    headers: { 'X-A': '1' },
  }),
  'server-accept': gives(true, { headers: { accept: 'application/json' } }),
  'server-ajax': gives(true, { headers: { 'x-requested-with': 'XMLHttpRequest' } }),
  'server-auth': gives('ada', { headers: { authorization: `Basic ${btoa('ada:secret')}` } }),
  'server-time': does(({ value }) =>
    expect(Math.abs((value as number) - Date.now() / 1000)).toBeLessThan(600),
  ),
  'server-root': does(({ value }) => expect(value).toBe(join(folder(), 'public'))),
  'server-argv': gives(process.argv.slice(1)),
  env: gives('a@b.ch'),
  'env-bool': gives(false),
  globals: does(({ value }) => expect(value).toHaveProperty('count', 0)),

  'session-set': does(({ session }) => expect(session).toEqual({ cart: [7] })),
  'session-get': gives([7], { session: { cart: [7] } }),
  'session-push': does(({ session }) => expect(session).toEqual({ cart: [7, 9] }), {
    session: { cart: [7] },
  }),
  'session-isset': gives(true, { session: { cart: [] } }),
  'session-unset': does(({ session }) => expect(session).toEqual({ a: 1 }), { session: { cart: [], a: 1 } }),
  'session-clear': does(({ session }) => expect(session).toEqual({}), { session: { cart: [] } }),
  'session-increment': does(({ session }) => expect(session).toEqual({ visits: 3 }), {
    session: { visits: 2 },
  }),
  'session-regenerate': does(
    ({ session, sessionCookies: [before, after] }) => {
      expect(session).toEqual({ cart: [7] })
      expect([before, after]).not.toContain(undefined)
      expect(after).not.toBe(before)
    },
    { session: { cart: [7] } },
  ),
  'session-destroy': does(
    ({ session, sessionCookies }) => expect([session, sessionCookies[1]]).toEqual([{}, undefined]),
    { session: { cart: [7] } },
  ),
  'session-id': does(({ value }) => expect((value as string).length).toBeGreaterThan(20), {
    session: { a: 1 },
  }),
  'session-save': gives(undefined, { session: { a: 1 } }),
  'flash-set': does(({ response }) => expect(response.headers.getSetCookie()).toHaveLength(1)),
  'flash-get': gives('Saved.', { flashed: 'Saved.' }),
  'flash-view': shows('Saved.', {}, { flashed: 'Saved.' }),
  'old-view': shows('<input name="title" value="&quot;Hi&quot;">', {}, { old: { title: '"Hi"' } }),
  'errors-view': shows('<p>Too short.</p>', {}, { errors: { title: ['Too short.'] } }),
  'csrf-view': shows(/^<input type="hidden" name="\w+" value=".{20,}">$/, {}, { session: { a: 1 } }),

  echo: answers({ body: '<p>Hello</p>', headers: { 'content-type': 'text/html; charset=utf-8' } }),
  'echo-name': answers({ body: 'Hello &lt;b&gt;' }, {}, { name: '<b>' }),
  'echo-text': answers({ body: 'ok', headers: { 'content-type': 'text/plain; charset=utf-8' } }),
  json: answers({ json: [{ id: 7 }] }, {}, { posts: [{ id: 7 }] }),
  'json-status': answers({ status: 201, json: { id: 7 } }),
  redirect: answers({ status: 302, headers: { location: '/login' } }),
  'redirect-301': answers({ status: 301, headers: { location: '/new' } }),
  'redirect-back': answers({ status: 303, headers: { location: '/posts' } }),
  header: answers({ status: 204, headers: { 'x-total': '7' } }),
  'header-cache': answers({ status: 204, headers: { 'cache-control': 'public, max-age=3600' } }),
  'status-404': answers({ status: 404 }),
  'status-204': answers({ status: 204, body: '' }),
  'status-503': answers({ status: 503, body: 'Later.', headers: { 'retry-after': '60' } }),
  die: does(({ response, body }) => {
    expect(response.status).toBe(403)
    expect(body).toContain('No access')
  }),
  exit: answers({ status: 204 }),
  throw: does(({ response, body }) => {
    expect(response.status).toBe(500)
    expect(body).not.toContain('stock')
  }),
  readfile: answers({ body: 'May' }),
  download: answers({ body: 'May', headers: { 'content-disposition': 'attachment; filename="May.txt"' } }),
  flush: answers({ body: 'ab' }),
  'ob-start': does(({ value }) => expect(String(value)).toContain('Dear Ada')),
  'other-templates': notYet(/^(blade|twig|smarty)/i),
})
