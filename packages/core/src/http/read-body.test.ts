import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { abort, Controller, createApp, defineRoutes, middleware, Plugin, type HttpRequest } from '../index.ts'

class PostsController extends Controller {
  store() {
    return { title: this.input.string('title') }
  }
  picture() {
    return this.request.body.bytes()
  }
}

afterAll(() => app.shutdown())

const parsedAt: string[] = []
class Watch extends Plugin {
  override preDispatch(request: HttpRequest) {
    parsedAt.push(`preDispatch ${request.parsedBody !== undefined}`)
  }
  override postDispatch(request: HttpRequest) {
    parsedAt.push(`postDispatch ${request.parsedBody !== undefined}`)
  }
}
const locked = middleware(() => abort(401))
const titled = middleware(async (request, next) => {
  await request.readBody()
  return request.input.string('title') === 'spam' ? abort(400, 'Spam.') : next()
})
const early = middleware((request, next) => (request.input.has('title') ? next() : abort(400)))
const careless = middleware((request, next) => {
  void request.readBody()
  return next()
})

const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
  new Watch(),
  defineRoutes((route) => {
    for (const [path, guard] of Object.entries({ locked, titled, early, careless }))
      route.post(`/${path}`, [PostsController, 'store']).use(guard)
    route.post('/file', [PostsController, 'picture'])
    route.put('/form', [PostsController, 'store']).use(locked)
  }),
])
const post = (path: string, body: string, type = 'application/json') =>
  app.fetch(path, { method: 'POST', body, headers: { 'content-type': type, accept: 'application/json' } })

test('a body is not read for whom a middleware turns away, malformed or not', async () => {
  parsedAt.length = 0
  expect((await post('/locked', '{"title":')).status).toBe(401)
  expect(parsedAt).toEqual(['preDispatch false', 'postDispatch false'])
})

test('a middleware that wants the fields reads the body itself, and the action has them too', async () => {
  expect((await post('/titled', '{"title":"spam"}')).status).toBe(400)
  expect(await (await post('/titled', '{"title":"Hi"}')).json()).toEqual({ title: 'Hi' })
  expect(await (await post('/titled', 'title=Hi', 'application/x-www-form-urlencoded')).json()).toEqual({
    title: 'Hi',
  })
  expect((await post('/titled', '{"title":')).status).toBe(400)
})

test('fields that are asked for before the body was read are a mistake of the code, and named', async () => {
  const problem = await (await post('/early', '{"title":"Hi"}')).json()
  expect(problem).toMatchObject({ status: 500, code: 'E_BODY_UNREAD' })
})

test('a middleware that does not wait for the body does no harm: it is read once', async () => {
  expect(await (await post('/careless', '{"title":"Hi"}')).json()).toEqual({ title: 'Hi' })
})

test('a form or JSON that is compressed is refused with 415, another body is left to the action', async () => {
  const send = (path: string, type: string) =>
    app.fetch(path, {
      method: 'POST',
      body: gzipSync('{"title":"Hi"}'),
      headers: { 'content-type': type, 'content-encoding': 'gzip', accept: 'application/json' },
    })
  for (const type of [
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
  ])
    expect(await (await send('/careless', type)).json()).toMatchObject({
      status: 415,
      code: 'E_MEDIA_TYPE_UNSUPPORTED',
    })
  expect(new Uint8Array(await (await send('/file', 'image/png')).arrayBuffer())[0]).toBe(0x1f)
})

test('a body of another type is left to the action', async () => {
  expect(await (await post('/file', 'bytes', 'image/png')).text()).toBe('bytes')
})

test('only the form of a method override is read before the guards: it may change the route', async () => {
  parsedAt.length = 0
  expect((await post('/form', '_method=PUT&title=Hi', 'application/x-www-form-urlencoded')).status).toBe(401)
  expect(parsedAt).toEqual(['preDispatch true', 'postDispatch true'])
})

test('over a socket a client that is turned away is answered before its body is there', async () => {
  const { port } = await app.listen({ port: 0, core: 'node' })
  const client = connect(port, '127.0.0.1')
  client.write(
    'POST /locked HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{',
  )
  const [head] = (await once(client, 'data')) as [Buffer]
  expect(head.toString()).toMatch(/^HTTP\/1\.1 401 /)
  client.destroy()
})
