import { describe, expect, test } from 'vitest'
import { abort, Controller, createApp, defineRoutes, type HttpRequest, type RouteBuilder } from '../index.ts'

const config = { app: { name: 'Test', log: { level: 'silent' as const } } }
const appWith = (define: (route: RouteBuilder) => void) => createApp(config, [defineRoutes(define)])
const values = (request: HttpRequest) => ({ ...request.match!.parameters() })

async function get(app: ReturnType<typeof appWith>, path: string, init?: RequestInit) {
  const response = await app.fetch(path, { redirect: 'manual', ...init })
  return { status: response.status, text: await response.text(), headers: response.headers }
}

describe('matching', () => {
  const app = appWith((route) => {
    route.get('/', () => 'root')
    route.get('/posts/create', () => 'create')
    route.get('/posts/:id', () => 'int').where({ id: 'int' })
    route.get('/posts/:slug', () => 'slug')
    route.put('/posts/:id', () => 'put')
    route.get('/posts/:id/comments/:comment', (request) => JSON.stringify(values(request)))
    route.get('/files/*path', (request) => String(request.match!.values))
    route.get('/a/:x/b', () => 'axb')
    route.get('/a/*', () => 'a*')
    route.get('/names/:name', (request) => request.match!.values[0])
    route.get('/straße', () => 'unicode')
  })

  test.each([
    ['/', 'root'],
    ['/posts/create', 'create'],
    ['/posts/7', 'int'],
    ['/posts/-7', 'int'],
    ['/posts/7a', 'slug'],
    ['/posts/1/comments/2', '{"id":"1","comment":"2"}'],
    ['/files/a/b/c.txt', 'a/b/c.txt'],
    ['/a/1/b', 'axb'],
    ['/a/1/c', 'a*'],
    ['/names/a%2Fb', 'a/b'],
    ['/names/%E2%82%AC', '€'],
    ['/names/a+b', 'a+b'],
    ['/names/__proto__', '__proto__'],
    ['/stra%C3%9Fe', 'unicode'],
  ])('%s reaches %s', async (path, expected) => {
    expect((await get(app, path)).text).toBe(expected)
  })

  test('a better branch that lacks the method gives way to the next', async () => {
    expect((await get(app, '/posts/create', { method: 'PUT' })).text).toBe('put')
  })

  test.each([
    '/names/%',
    '/names/%C3%28',
    '/names/a%00b',
    '/names/..%2F..%2Fetc%2Fpasswd',
    '/files/a/..%2f..%2fetc',
    '/files/..%5c..%5cetc',
  ])('%s is malformed: 400', async (path) => {
    expect((await get(app, path)).status).toBe(400)
  })

  test('a parameter is never empty', async () => {
    expect((await get(app, '/names/')).status).toBe(404)
    expect((await get(app, '/posts//comments/1')).status).toBe(404)
  })
})

describe('methods', () => {
  const app = appWith((route) => {
    route.get('/page', () => 'page')
    route.post('/page', () => 'posted')
    route.delete('/only', () => 'gone')
    route.any('/any', (request) => request.method)
  })

  test('HEAD is answered by GET, without a body', async () => {
    expect(await get(app, '/page', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })

  test('OPTIONS lists the methods', async () => {
    const response = await get(app, '/page', { method: 'OPTIONS' })
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST'])
  })

  test('another method is 405 with Allow', async () => {
    const response = await get(app, '/only')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'DELETE, OPTIONS'])
  })

  test('any() takes every method', async () => {
    expect((await get(app, '/any', { method: 'PATCH' })).text).toBe('PATCH')
  })
})

describe('trailing slashes', () => {
  const app = appWith((route) => {
    route.get('/posts', () => 'posts')
    route.post('/posts', () => 'posted')
    route.fallback(() => 'fallback')
  })

  test('lead to the path without, and keep the query', async () => {
    const response = await get(app, '/posts/?page=2')
    expect([response.status, response.headers.get('location')]).toEqual([301, '/posts?page=2'])
    expect((await get(app, '/posts/', { method: 'POST' })).status).toBe(308)
  })

  test('never lead to another host', async () => {
    expect((await get(app, '//evil.test/')).headers.get('location')).toBeNull()
  })

  test('the fallback takes the rest', async () => {
    expect((await get(app, '/nowhere/')).text).toBe('fallback')
  })
})

describe('groups, domains and names', () => {
  const app = appWith((route) => {
    route.group({ prefix: '/admin', as: 'admin.', where: { id: 'int' } }, (admin) => {
      admin.get('/', () => 'admin').as('home')
      admin.group({ prefix: 'users', as: 'users.' }, (users) => {
        users.get('/:id', (request) => request.match!.values[0]).as('show')
      })
    })
    route.domain(':tenant.example.test', (tenant) => {
      tenant.get('/', (request) => `tenant ${request.params.string('tenant')}`)
      tenant.get('/members/:id', (request) => [request.params.all(), request.params.int('id')])
      tenant.get('/rivals/:tenant', (request) => [
        request.params.all(),
        request.params.string('tenant'),
        request.params.has('id'),
      ])
    })
    route.get('/', () => 'main')
    route.get('/files/*path', () => '').as('files')
    route.fallback('/*path', () => abort(404)).as('rest')
    route.redirect('/blog/*path', '/*path')
    route.redirect('/old/:id', '/admin/users/:id', 301)
  })

  test('prefixes, names and constraints add up', async () => {
    expect((await get(app, '/admin')).text).toBe('admin')
    expect((await get(app, '/admin/users/7')).text).toBe('7')
    expect((await get(app, '/admin/users/x')).status).toBe(404)
    expect(app.router.url('admin.users.show', { id: 7 }, { tab: 'a b' })).toBe('/admin/users/7?tab=a+b')
  })

  test('a domain comes first and gives its parameters', async () => {
    expect((await get(app, 'http://acme.example.test:8080/')).text).toBe('tenant acme')
    expect((await get(app, 'http://example.test/')).text).toBe('main')
    const read = async (path: string): Promise<unknown> =>
      JSON.parse((await get(app, `http://acme.example.test${path}`)).text)
    expect(await read('/members/7')).toEqual([{ tenant: 'acme', id: '7' }, 7])
    expect(await read('/rivals/other')).toEqual([{ tenant: 'other' }, 'other', false])
  })

  test('a rest that begins with a slash leads to no other host', async () => {
    expect(app.router.url('rest', { path: '/evil.test' })).toBe('/%2Fevil.test')
    expect((await get(app, '/blog/%2Fevil.test')).headers.get('location')).toBe('/%2Fevil.test')
  })

  test('redirects repeat parameters', async () => {
    expect((await get(app, '/old/5')).headers.get('location')).toBe('/admin/users/5')
  })

  test('URLs are encoded, and what is missing is named', () => {
    expect(app.router.url('files', { path: 'a b/c?.txt' })).toBe('/files/a%20b/c%3F.txt')
    expect(() => app.router.url('admin.users.show', {})).toThrow(/needs a value for "id"/)
    expect(() => app.router.url('nope')).toThrow(/No route is named "nope".*admin.home/)
  })
})

describe('resources', () => {
  class PostsController extends Controller {
    index() {
      return 'index'
    }
    create() {
      return 'create'
    }
    show() {
      return `show ${this.params.int('id')}`
    }
    update() {
      return 'update'
    }
  }
  const app = appWith((route) => {
    route.resource('posts', PostsController, { where: { id: 'int' } })
    route.resource('users.posts', PostsController, { only: ['show'] })
  })

  test('have the routes that the controller has methods for', async () => {
    expect((await get(app, '/posts')).text).toBe('index')
    expect((await get(app, '/posts/create')).text).toBe('create')
    expect((await get(app, '/posts/3')).text).toBe('show 3')
    expect((await get(app, '/posts/3', { method: 'PATCH' })).text).toBe('update')
    expect((await get(app, '/posts/3', { method: 'DELETE' })).status).toBe(405)
    expect(app.router.url('users.posts.show', { user_id: 1, id: 2 })).toBe('/users/1/posts/2')
  })
})

describe('simple routes', () => {
  class BaseController extends Controller {
    override view(): never {
      throw new Error('an override of a method of Controller is no action')
    }
  }
  class HomeController extends BaseController {
    index() {
      return 'home'
    }
  }
  class UserGroupsController extends HomeController {
    static methods = { store: 'POST' }
    override index() {
      return 'groups'
    }
    editMembers(id: string, role = 'any') {
      return `${id} ${role}`
    }
    store() {
      return 'stored'
    }
    _hidden() {
      return 'hidden'
    }
    get secret() {
      return () => 'secret'
    }
  }
  class ChildController extends UserGroupsController {}
  const app = appWith((route) => {
    route.simple({
      './app/controllers/home.ts': { default: HomeController },
      './app/controllers/admin/userGroups.ts': { default: UserGroupsController },
      child: ChildController,
    })
  })

  test.each([
    ['/', 'home'],
    ['/admin/user-groups', 'groups'],
    ['/admin/user-groups/edit-members/7', '7 any'],
    ['/admin/user-groups/edit-members/7/owner', '7 owner'],
    ['/admin/user-groups/edit-members/a%2Fb/%C3%A9', 'a/b é'],
    ['/%61dmin/user-groups/edit-members/7', '7 any'],
  ])('%s answers %s', async (path, expected) => {
    expect((await get(app, path)).text).toBe(expected)
  })

  test.each([
    '/admin/user-groups/_hidden',
    '/admin/user-groups/secret',
    '/admin/user-groups/constructor',
    '/child/store',
    '/child',
    '/admin/user-groups/view',
    '/admin/user-groups/edit-members',
    '/admin/user-groups/edit-members/',
  ])('%s is not reached', async (path) => {
    expect((await get(app, path)).status).toBe(404)
  })

  test('an action that changes something answers its declared method alone', async () => {
    expect((await get(app, '/admin/user-groups/store')).status).toBe(405)
    expect((await get(app, '/admin/user-groups/store', { method: 'POST' })).text).toBe('stored')
  })

  test('an action that needs arguments has no route without them', async () => {
    await app.boot()
    const paths = app.router.routes.map((route) => route.pattern.text)
    expect(paths.filter((path) => path.includes('edit-members'))).toEqual([
      '/admin/user-groups/edit-members/*arguments',
    ])
  })

  test('the error page is not a page of its own, though its file lies among the controllers', async () => {
    class ErrorsController extends Controller {
      index() {
        return 'all errors'
      }
      show(error: { status: number }) {
        return `error ${error.status}`
      }
    }
    const withErrors = appWith((route) => {
      route.simple({ './app/controllers/errors.ts': { default: ErrorsController } })
      route.error([ErrorsController, 'show'])
    })
    expect(await get(withErrors, '/errors/show/7')).toMatchObject({ status: 404, text: 'error 404' })
    expect((await get(withErrors, '/errors')).text).toBe('all errors')
  })

  test('in a group and on a domain the arguments are still those behind the action', async () => {
    const grouped = appWith((route) => {
      route.group({ prefix: '/:shop', domain: ':tenant.example.test' }, (shop) => {
        shop.simple({ './app/controllers/home.ts': UserGroupsController })
      })
    })
    expect((await get(grouped, 'http://acme.example.test/books')).text).toBe('groups')
    expect((await get(grouped, 'http://acme.example.test/books/edit-members/7')).text).toBe('7 any')
  })

  test('a file without a controller is named', () => {
    const broken = appWith((route) => route.simple({ './app/controllers/notes.ts': { other: 1 } }))
    return expect(broken.boot()).rejects.toThrow(/notes\.ts has no default export that extends Controller/)
  })
})

describe('restful versions', () => {
  const app = appWith((route) => {
    route.restful(
      {
        v1: (v1) => v1.get('/users', () => 'one'),
        v2: (v2) => {
          v2.get('/users', () => 'two')
          v2.post('/users', () => 'made')
          v2.get('/teams', () => 'teams')
        },
      },
      { default: 'v1' },
    )
    route.get('/shared', () => 'shared')
  })
  const accept = (value: string) => ({ headers: { accept: value } })

  test('are chosen by the Accept header', async () => {
    expect((await get(app, '/users')).text).toBe('one')
    expect((await get(app, '/users', accept('application/vnd.shop.v2+json'))).text).toBe('two')
    expect((await get(app, '/shared', accept('application/vnd.shop.v2+json'))).text).toBe('shared')
    expect((await get(app, '/users', accept('application/vnd.shop.v9+json'))).status).toBe(406)
  })

  test('what another version has is a 404, and not allowed here', async () => {
    expect((await get(app, '/teams')).status).toBe(404)
    expect((await get(app, '/teams/')).status).toBe(404)
    const refused = await get(app, '/users', { method: 'POST' })
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
    const allowed = await get(app, '/users', { method: 'OPTIONS', ...accept('application/vnd.shop.v2+json') })
    expect(allowed.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST')
  })

  test('a cache is told that the answer depends on the Accept header', async () => {
    expect((await get(app, '/users')).headers.get('vary')).toBe('Accept')
    expect((await get(app, '/shared')).headers.get('vary')).toBeNull()
  })
})

describe('mistakes in routes.ts stop the boot', () => {
  class Empty extends Controller {}
  class Shown extends Controller {
    show() {
      return 'shown'
    }
  }
  class Hiding extends Controller {
    index() {
      return 'index'
    }
  }
  // In a class body it would not compile, but JavaScript has no such scruples.
  Object.defineProperty(Hiding.prototype, 'query', { value: () => 'never reached' })
  class Inheriting extends Hiding {}
  test.each<[string, (route: RouteBuilder) => void, RegExp]>([
    [
      'two routes with one name',
      (route) => {
        route.get('/a', () => '').as('x')
        route.get('/b', () => '').as('x')
      },
      /Two routes are named "x": \/a and \/b/,
    ],
    [
      'the same path twice',
      (route) => {
        route.get('/a/:x', () => '')
        route.get('/a/:y', () => '')
      },
      /defined twice/,
    ],
    ['a mixed segment', (route) => route.get('/a-:x', () => ''), /mixes text and a parameter/],
    ['a parameter twice', (route) => route.get('/:x/:x', () => ''), /names a parameter twice/],
    ['something behind a rest', (route) => route.get('/*x/y', () => ''), /behind \*/],
    [
      'a method that is not there',
      (route) => route.get('/', [Empty, 'shwo' as never]),
      /Empty has no method "shwo"/,
    ],
    [
      'a method that is misspelt',
      (route) => route.get('/', [Shown, 'shwo' as never]),
      /Shown has no method "shwo". Did you mean "show"\?/,
    ],
    [
      'an action that hides a member of every controller',
      (route) => route.get('/', [Hiding, 'index']),
      /Hiding declares "query", which hides the "query" of every controller/,
    ],
    [
      'the same among simple routes, with its file',
      (route) => route.simple({ './app/controllers/hiding.ts': { default: Hiding } }),
      /Hiding \(\.\/app\/controllers\/hiding\.ts\) declares "query"/,
    ],
    ['the same as a resource', (route) => route.resource('hiding', Hiding), /Hiding declares "query"/],
    [
      'an accessor that a class in between hides',
      (route) => route.get('/', [Inheriting, 'index']),
      /Hiding declares "query"/,
    ],
    ['a resource without actions', (route) => route.resource('x', Empty), /none of the actions/],
  ])('%s', (_name, define, message) => {
    return expect(appWith(define).boot()).rejects.toThrow(message)
  })
})

test('a class between a controller and Controller may override a method, for all its controllers', async () => {
  class BaseController extends Controller {
    override redirect(location: string) {
      return super.redirect(`/en${location}`)
    }
  }
  class PagesController extends BaseController {
    index() {
      return this.redirect('/pages')
    }
  }
  const app = appWith((route) => route.get('/', [PagesController, 'index']))
  expect((await app.fetch('/')).headers.get('location')).toBe('/en/pages')
})

test('the name that was meant is said for a route name that is unknown', async () => {
  const app = appWith((route) => {
    route.get('/posts/:id', () => '').as('posts.show')
    route.get('/', () => '').as('home')
  })
  await app.boot()
  expect(() => app.router.url('posts.shwo')).toThrow(
    'No route is named "posts.shwo". Did you mean "posts.show"?',
  )
  expect(() => app.router.url('checkout')).toThrow(
    'No route is named "checkout". Named routes: posts.show, home.',
  )
})
