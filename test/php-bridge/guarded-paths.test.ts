import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createApp, defineRoutes } from 'vanillin'
import { cache, pageCache } from 'vanillin/cache'
import { php } from 'vanillin/php'
import { afterEach, expect, test } from 'vitest'
import { answer, FakeFastCgi } from '../../packages/php/src/testing/fake-fastcgi.fixture.ts'

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanUp.splice(0).toReversed()) await clean() // oxlint-disable-line no-await-in-loop -- one after the other
})

const FRONT = 'RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^ index.php [L]\n'

/** The bridge over these files and a PHP that says that it ran something, and for whom. */
async function bridgeOver(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'vanillin-guarded-'))
  cleanUp.push(() => rmSync(root, { recursive: true }))
  for (const [path, content] of Object.entries({ 'index.php': '', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  const fpm = await new FakeFastCgi((socket, request) => {
    const [, who = ''] = /HTTP_COOKIEid=(ada|bob)/.exec(request.toString('latin1')) ?? []
    socket.end(answer(`Content-Type: text/plain\r\n\r\n${`ran ${who}`.trim()}`))
  }).start()
  cleanUp.push(() => fpm.remove())
  const app = createApp({ app: { name: 'Guarded', log: { level: 'silent' } } }, [
    cache({ store: 'memory' }),
    pageCache({ ttl: 60_000 }),
    defineRoutes((route) => {
      route.fallback(php({ root, fpm: fpm.address }))
    }),
  ])
  cleanUp.push(() => app.shutdown())
  return async (path: string, headers: Record<string, string> = {}) => {
    const response = await app.fetch(path, { headers })
    return response.ok ? response.text() : String(response.status)
  }
}

test('a file whose name is denied is denied with a path behind it too, and as the index of its folder', async () => {
  const get = await bridgeOver({
    'uploads/.htaccess': 'RewriteEngine On\n<FilesMatch "\\.php$">\nRequire all denied\n</FilesMatch>',
    'uploads/evil.php': '',
    'uploads/index.php': '',
    'uploads/photo.txt': 'photo',
  })
  expect(await get('/uploads/photo.txt')).toBe('photo')
  expect(await get('/uploads/evil.php')).toBe('403')
  expect(await get('/uploads/evil.php/')).toBe('403')
  expect(await get('/uploads/evil.php/x')).toBe('403')
  expect(await get('/uploads/evil%2ephp/')).toBe('403')
  expect(await get('/uploads/')).toBe('403')
})

test('a rule with END does not lead to where access is denied', async () => {
  const get = await bridgeOver({
    '.htaccess': 'RewriteEngine On\nRewriteRule ^show/(.*)$ private/$1 [END]',
    'private/.htaccess': 'Require all denied',
    'private/x.txt': 'private',
  })
  expect(await get('/show/x.txt')).toBe('403')
})

test('what the root denies stays denied for a path that names no file', async () => {
  const denied = await bridgeOver({ '.htaccess': 'Require all denied' })
  const refused = await bridgeOver({ '.htaccess': `RewriteEngine On\nRewriteRule ^admin/ - [F]\n${FRONT}` })
  for (const path of ['/a%2Fb', '/a%5Cb']) expect(await denied(path), path).toBe('403') // oxlint-disable-line no-await-in-loop -- one after the other
  expect(await refused('/a%2Fb')).toBe('ran')
  for (const path of ['/admin%2Fusers', '/%61dmin/%2Fx', '/%2Fadmin/x', '/admin/a%5Cb'])
    expect(await refused(path), path).toBe('403') // oxlint-disable-line no-await-in-loop -- as above
})

test('a hidden folder has no index', async () => {
  const get = await bridgeOver({
    '.htaccess': 'RewriteEngine On',
    '.hidden/index.html': 'hidden',
    '.old/index.php': '',
  })
  expect(await get('/.hidden/')).toBe('404')
  expect(await get('/.hidden')).toBe('404')
  expect(await get('/.old/')).toBe('404')
})

test('an answer of PHP to a request with a cookie is kept for nobody', async () => {
  const get = await bridgeOver({})
  expect(await get('/account', { cookie: 'id=ada' })).toBe('ran ada')
  expect(await get('/account')).toBe('ran')
  expect(await get('/open', { cookie: 'id=ada' })).toBe('ran ada')
  expect(await get('/open', { cookie: 'id=bob' })).toBe('ran bob')
})
