import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, defineRoutes, type Application } from 'vanillin'
import { php } from 'vanillin/php'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as frameworks from '../../packages/php/src/htaccess/framework-rules.fixture.ts'
import { PhpFpm } from '../../packages/php/src/testing/php-fpm.fixture.ts'
import { describeWith } from '../../packages/php/src/testing/programs.fixture.ts'
import { freePort } from '../../packages/php/src/upstreams/free-port.ts'
import { RunningApache } from '../fixtures/running-apache.ts'
import { exchange } from './exchange.ts'

const B_AND_REFERENCES = `
RewriteEngine On
RewriteRule ^query/(.*)$ index.php?name=$1 [QSA,L,B]
RewriteRule ^raw/(.*)$ index.php?name=$1 [QSA,L]
RewriteRule ^path/(.*)$ index.php/$1 [L,B]
RewriteRule ^text/(.*)$ $1.txt [L]
RewriteRule ^sent/(.*)$ /elsewhere/$1?a=$1 [R,L]
RewriteRule ^closed/(.*)$ - [F]
RewriteCond %{QUERY_STRING} ^u=(.*)$
RewriteRule ^condition$ index.php?v=%1 [L,B]
`
const RULES: Readonly<Record<string, string>> = { ...frameworks, B_AND_REFERENCES }

const PATHS = [
  '/',
  '/?a=1',
  '/posts/7',
  '/posts/7?a=1&b[]=2',
  '/posts/',
  '/p%C3%B6st',
  '/wiki:syntax?do=edit',
  '/_media/a%26b.d_%C3%BC',
  '/_export/raw/x',
  '/index.php',
  '/index.php/posts?a=1',
  '/page.php',
  '/page.php/behind?a=1',
  '/assets/site.css',
  '/query/x%3Fy=1',
  '/raw/a&b=c',
  '/raw/x%3Fy=1',
  '/path/x%3Fy',
  '/text/note',
  '/text/note.txt%3F',
  '/sent/a%26b',
  '/sent/x%3Fy',
  '/closed/x',
  '/condition?u=a%26b+c',
]
/** Spaces and line breaks: Apache refuses them where a rule puts them into a query as they are, here they are encoded. */
const SPACED = ['/query/a%26b%20c%2Bd?x=1', '/path/a%26b%20c%25d', '/closed/%0A']

describeWith('Apache', ['apache', 'php-fpm'], () => {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-apache-site-'))
  let fpm: PhpFpm
  let apache: RunningApache
  const apps: Application[] = []
  let bridge: string
  let beforeApache: string

  beforeAll(async () => {
    chmodSync(folder, 0o755)
    const dump = `<?php header('Content-Type: application/json');
      foreach (['SCRIPT_NAME', 'PATH_INFO', 'QUERY_STRING', 'REQUEST_URI'] as $name) $found[$name] = $_SERVER[$name] ?? '';
      echo json_encode([$found, $_GET]);`
    for (const [name, rules] of Object.entries(RULES)) {
      mkdirSync(join(folder, name, 'assets'), { recursive: true })
      mkdirSync(join(folder, name, 'lib/exe'), { recursive: true })
      writeFileSync(join(folder, name, '.htaccess'), rules)
      writeFileSync(join(folder, name, 'assets/site.css'), 'css')
      writeFileSync(join(folder, name, 'note.txt'), 'note')
      for (const script of ['index.php', 'page.php', 'doku.php', 'lib/exe/fetch.php'])
        writeFileSync(join(folder, name, script), dump)
    }
    const fpmPort = await freePort()
    fpm = await new PhpFpm({ port: fpmPort }).start()
    apache = await new RunningApache({ port: await freePort(), root: folder, fpmPort }).start()
    const origins: string[] = []
    for (const options of [
      { root: folder, fpm: fpm.address, frontController: false as const },
      { http: apache.origin },
    ]) {
      const app = createApp({ app: { name: 'Front', log: { level: 'silent' } } }, [
        defineRoutes((route) => {
          route.fallback(php(options))
        }),
      ])
      apps.push(app)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { port } = await app.listen({ port: 0, core: 'node' })
      origins.push(`http://127.0.0.1:${port}`)
    }
    bridge = origins.at(0)!
    beforeApache = origins.at(1)!
  })

  afterAll(async () => {
    for (const each of apps) await each.shutdown() // oxlint-disable-line no-await-in-loop -- one after the other
    await apache.stop()
    await fpm.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  const answers = async (origin: string, name: string): Promise<object[]> => {
    const found: object[] = []
    for (const path of name === 'B_AND_REFERENCES' ? [...PATHS, ...SPACED] : PATHS) {
      // oxlint-disable-next-line no-await-in-loop -- few workers answer
      const { status, headers, body } = await exchange(origin, `/${name}${path}`)
      const location = headers['location']?.at(0)?.replace(/^http:\/\/127\.0\.0\.1:\d+/, '')
      found.push({ path, status, location, body: status === 200 ? body.toString() : '' })
    }
    return found
  }

  test.each(Object.keys(RULES))('the rules of %s lead where they lead in Apache', async (name) => {
    expect(await answers(bridge, name)).toEqual(await answers(apache.origin, name))
  })

  test('behind the bridge by HTTP it is what it is alone', async () => {
    expect(await answers(beforeApache, 'LARAVEL')).toEqual(await answers(apache.origin, 'LARAVEL'))
  })
})
