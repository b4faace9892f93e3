import { expect, test } from 'vitest'
import { Controller, createApp, defineRoutes } from '../index.ts'

class Posts extends Controller {
  store() {
    return 'stored'
  }
}
const listing = (names: unknown): typeof Posts =>
  class Listing extends Posts {
    static withoutCsrfProtection = names
  }
const routesOf = async (controller: typeof Posts) => {
  const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    defineRoutes((route) => {
      route.post('/posts', [controller, 'store'])
      route.simple({ posts: controller })
    }),
  ])
  await app.boot()
  return app.router.routes.map(({ csrfProtection }) => csrfProtection)
}

test.each([
  [['stroe'], 'Listing.withoutCsrfProtection lists "stroe", which is no action of it.'],
  [['constructor'], 'lists "constructor", which is no action'],
  [['view'], 'lists "view", which is no action'],
  [['store', 7], 'lists "7", which is no action'],
  [['__proto__'], 'lists "__proto__", which is no action'],
  ['store', 'Listing.withoutCsrfProtection is no list of actions: store.'],
  [true, 'is no list of actions: true.'],
])('%j stops the boot', async (names, message) => {
  await expect(routesOf(listing(names))).rejects.toMatchObject({
    code: 'E_CONTROLLER_INVALID',
    message: expect.stringContaining(message) as string,
  })
})

test('a name that was mistyped is told with the one that was meant', async () => {
  class Own extends Controller {
    static withoutCsrfProtection = ['stroe']
    store() {
      return 'stored'
    }
  }
  await expect(routesOf(Own)).rejects.toThrow('Did you mean "store"?')
})

test('an action that is listed is exempt, by whatever route it is reached, and by that of a subclass', async () => {
  expect(await routesOf(Posts)).not.toContain(false)
  const [explicit] = await routesOf(listing(['store']))
  expect(explicit).toBe(false)
  const [inherited] = await routesOf(class extends listing(['store']) {})
  expect(inherited).toBe(false)
})
