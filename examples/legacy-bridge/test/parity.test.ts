import './app-folder.ts'
import { createApp, defineRoutes } from 'vanillin'
import { php } from 'vanillin/php'
import { testApp, TestApp } from 'vanillin/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { legacy } from '../config/php.ts'
import { hasPhp } from './has-php.ts'

const ported = await testApp()

/** The same app with nothing ported. */
const original = new TestApp(
  createApp({ app: { name: 'Before', log: { level: 'silent' } } }, [
    defineRoutes((route) => route.fallback(php(legacy))),
  ]),
)
await original.application.boot()
afterAll(() => original.close())

/** What a visitor sees of an answer: JSON by what it says, and of a redirect where it leads. */
async function seen(answer: Response) {
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';')
  const body = (await answer.text()).trim()
  const location = answer.headers.get('location')
  return {
    status: answer.status,
    location,
    type: location === null ? type : '',
    body: type === 'application/json' ? (JSON.parse(body) as unknown) : location === null ? body : '',
  }
}

describe.runIf(hasPhp)('a ported page says what the page of PHP said', () => {
  test.each(['/', '/news', '/news/1', '/news/2', '/search?q=%3Cb%3E', '/search', '/pages/guestbook.php'])(
    '%s',
    async (path) => {
      const [ours, theirs] = [await ported.visit(path), await original.visit(path)]
      expect(ours.text('footer')).not.toBe(theirs.text('footer'))
      expect([ours.status, ours.title, ours.text('header')]).toEqual([
        theirs.status,
        theirs.title,
        theirs.text('header'),
      ])
      expect(ours.text('main')).toBe(theirs.text('main'))
    },
  )

  test.each([
    '/gone',
    '/shop/index.php',
    '/shop/item.php?id=7',
    '/account',
    '/old-home',
    '/pages/hello.php',
    '/pages/hello.php?name=%3Cb%3E',
    '/pages/json.php',
    '/pages/csv.php',
    '/pages/xml.php',
    '/pages/image.php',
    '/pages/redirect.php',
  ])('%s', async (path) => {
    const answers = await Promise.all(
      [ported, original].map((app) => app.fetch(path, { redirect: 'manual' })),
    )
    const [ours, theirs] = await Promise.all(answers.map(seen))
    expect(ours).toEqual(theirs)
  })

  test.each<[method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, options: { json?: object }]>([
    ['GET', '/api/items?page=3', {}],
    ['POST', '/api/items', { json: { name: 'ü' } }],
    ['GET', '/api/items/1', {}],
    ['GET', '/api/items/9', {}],
    ['PUT', '/api/items/1', { json: { a: 1 } }],
    ['DELETE', '/api/items/1', {}],
  ])('%s %s', async (method, path, options) => {
    const [ours, theirs] = [
      await ported.request(method, path, options),
      await original.request(method, path, options),
    ]
    expect([ours.status, ours.body && ours.json()]).toEqual([theirs.status, theirs.body && theirs.json()])
  })
})
