import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, defineRoutes, text, type Application } from '@vanillin/core'
import { afterEach, expect, test } from 'vitest'
import { decodedParts } from '../bridge/decoded-parts.ts'
import { DocumentRoot } from '../document-root/document-root.ts'
import { ApacheRules } from './apache-rules.ts'
import {
  CODEIGNITER_3,
  CODEIGNITER_4,
  DOKUWIKI,
  LARAVEL,
  PATH_IN_QUERY,
  SYMFONY,
  WORDPRESS,
} from './framework-rules.fixture.ts'
import { HtaccessFiles } from './htaccess-files.ts'

const FILES = {
  'index.php': '',
  'doku.php': '',
  'lib/exe/fetch.php': '',
  'assets/site.css': 'css',
  'page.php': '',
  'empty.txt': '',
}

const cleanUp: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const clean of cleanUp.splice(0)) await clean() // oxlint-disable-line no-await-in-loop -- one after the other
})

/** What the rules in these files make of a URL, in short. */
function ruledBy(
  files: Readonly<Record<string, string>>,
  prefix = '',
): (url: string, headers?: object) => Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-htaccess-'))
  cleanUp.push(() => rmSync(folder, { recursive: true }))
  for (const [path, content] of Object.entries({ ...FILES, ...files })) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  symlinkSync('../elsewhere.txt', join(folder, 'link.txt'))
  const app: Application = createApp({ app: { name: 'Rules', log: { level: 'silent' } } }, [
    defineRoutes((route) => {
      route.fallback(async (request) => {
        const ruling = await rules.rule(request, decodedParts(request.path.slice(prefix.length))!)
        if (ruling.kind === 'path')
          return text(`${ruling.parts.join('/')}${ruling.query === '' ? '' : `?${ruling.query}`}`)
        if (ruling.kind === 'redirect') return text(`${ruling.status} ${ruling.location}`)
        return text(ruling.kind === 'refused' ? String(ruling.status) : ruling.kind)
      })
    }),
  ])
  cleanUp.push(() => app.shutdown())
  const rules = new ApacheRules(new DocumentRoot(folder, [], 0), new HtaccessFiles(app.log, 0), prefix)
  return async (url, headers = {}) => (await app.fetch(url, { headers: { ...headers } })).text()
}

const framework = (name: string, rules: string, cases: readonly (readonly [string, string])[]): void => {
  test.each(cases)(`${name}: %s leads to %s`, async (url, expected) => {
    expect(await ruledBy({ '.htaccess': rules })(url)).toBe(expected)
  })
}

framework('WordPress', WORDPRESS, [
  ['/', ''],
  ['/2026/11/a-post/?page=2', 'index.php?page=2'],
  ['/index.php?p=1', 'index.php?p=1'],
  ['/assets/site.css', 'assets/site.css'],
  ['/assets/', 'assets/'],
  ['/page.php', 'page.php'],
  ['/page.php/x', 'page.php/x'],
  ['/missing.php', 'index.php'],
])
framework('Laravel', LARAVEL, [
  ['/posts/7?a=1', 'index.php?a=1'],
  ['/posts/7/?a=1', '301 /posts/7?a=1'],
  ['http://localhost//evil.example/', '301 /evil.example'],
  ['/assets/site.css', 'assets/site.css'],
  ['/', ''],
])
framework('CodeIgniter 3', CODEIGNITER_3, [
  ['/posts/view/7?a=1', 'index.php/posts/view/7?a=1'],
  ['/index.php/posts', 'index.php/posts'],
  ['/assets/missing.css', 'assets/missing.css'],
  ['/p%C3%B6st', 'index.php/pöst'],
])
framework('CodeIgniter 4', CODEIGNITER_4, [
  ['/posts/7?a=1', 'index.php/posts/7?a=1'],
  ['/posts/', '301 /posts'],
  ['http://www.shop.example/posts', '301 http://shop.example/posts'],
])
framework('a rule with the path in its query', PATH_IN_QUERY, [
  ['/songs/edit/7?a=1', 'index.php?url=songs/edit/7&a=1'],
  ['/assets/site.css', 'assets/site.css'],
  ['/link.txt', 'link.txt'],
])
framework('DokuWiki', DOKUWIKI, [
  ['/', 'doku.php'],
  ['/wiki:syntax?do=edit', 'doku.php?id=wiki%3asyntax&do=edit'],
  ['/_media/a%26b%20c.d_%C3%BC', 'lib/exe/fetch.php?media=a%26b+c%2ed_%c3%bc'],
  ['/_export/raw/x%3Fy=1', 'doku.php?do=export_raw&id=x%3fy%3d1'],
])
framework('Symfony', SYMFONY, [
  ['/posts/7?a=1', 'index.php?a=1'],
  ['/index.php/posts?a=1', '301 /posts?a=1'],
  ['/index.php', '301 /'],
  ['/assets/site.css', 'assets/site.css'],
])

test('Symfony below a prefix finds its base by itself', async () => {
  const ruled = ruledBy({ '.htaccess': SYMFONY }, '/blog')
  expect(await ruled('/blog/posts/7')).toBe('index.php')
  expect(await ruled('/blog/index.php/posts')).toBe('301 /blog/posts')
})

test('queries: of the rule, of the rule and the client, and none', async () => {
  const ruled = ruledBy({
    '.htaccess': `RewriteEngine On
      RewriteRule ^own/(\\d+)$ page.php?id=$1 [L]
      RewriteRule ^both/(\\d+)$ page.php?id=$1 [L,QSA]
      RewriteRule ^none$ page.php [L,QSD]
      RewriteRule ^away$ https://example.com/x?y=1 [R,L]
      RewriteRule ^hash$ /page#part [R=302,NE,L]`,
  })
  expect(await ruled('/own/7?a=1')).toBe('page.php?id=7')
  expect(await ruled('/both/7?a=1')).toBe('page.php?id=7&a=1')
  expect(await ruled('/both/7')).toBe('page.php?id=7')
  expect(await ruled('/none?a=1')).toBe('page.php')
  expect(await ruled('/away')).toBe('302 https://example.com/x?y=1')
  expect(await ruled('/hash')).toBe('302 /page#part')
})

test('alternatives, negation, comparison, files with something in them, headers and refusals', async () => {
  const ruled = ruledBy({
    '.htaccess': `RewriteEngine On
      RewriteCond %{HTTP_USER_AGENT} robot [NC,OR]
      RewriteCond %{HTTP:X-Robot} =yes
      RewriteRule ^secret - [F]
      RewriteRule ^gone$ - [G]
      RewriteCond %{REQUEST_FILENAME} -s
      RewriteRule \\.(txt|css)$ page.php?full [L]
      RewriteRule !^(page|assets|secret|empty) page.php?other [L]`,
  })
  expect(await ruled('/secret', { 'user-agent': 'A Robot' })).toBe('403')
  expect(await ruled('/secret', { 'x-robot': 'yes' })).toBe('403')
  expect(await ruled('/secret', { 'x-robot': 'no' })).toBe('secret')
  expect(await ruled('/gone')).toBe('410')
  expect(await ruled('/assets/site.css')).toBe('page.php?full')
  expect(await ruled('/empty.txt')).toBe('empty.txt')
  expect(await ruled('/anything')).toBe('page.php?other')
})

test('the rules of the deepest folder are in force, and access is asked of all of them', async () => {
  const ruled = ruledBy({
    '.htaccess': 'RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^ index.php [L]',
    'blog/.htaccess': 'RewriteEngine On\nRewriteRule ^post/(\\d+)$ show.php?id=$1 [L]',
    'blog/show.php': '',
    'application/.htaccess': 'Require all denied',
    'application/config.php': '',
    'application/public/.htaccess': 'Require all granted',
    'application/public/a.css': '',
    'named/.htaccess': '<Files "*.log">\nRequire all denied\n</Files>',
    'named/x.log': '',
    'named/x.txt': '',
  })
  expect(await ruled('/blog/post/7')).toBe('blog/show.php?id=7')
  expect(await ruled('/blog/other')).toBe('blog/other')
  expect(await ruled('/application/config.php')).toBe('403')
  expect(await ruled('/application/missing/deep')).toBe('403')
  expect(await ruled('/application')).toBe('403')
  expect(await ruled('/application/public/a.css')).toBe('application/public/a.css')
  expect(await ruled('/named/x.log')).toBe('403')
  expect(await ruled('/named/x.txt')).toBe('named/x.txt')
})

test('a rule cannot lead to where access is denied, nor round in circles', async () => {
  const ruled = ruledBy({
    '.htaccess': 'RewriteEngine On\nRewriteRule ^show/(.*)$ private/$1 [L]\nRewriteRule ^(a+)$ a$1 [L]',
    'private/.htaccess': 'Deny from all',
    'private/x.txt': '',
  })
  expect(await ruled('/show/x.txt')).toBe('403')
  expect(await ruled('/a')).toBe('endless')
})

test('a file that changes is read again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-htaccess-'))
  cleanUp.push(() => rmSync(folder, { recursive: true }))
  const app = createApp({ app: { name: 'Rules', log: { level: 'silent' } } }, [])
  const files = new HtaccessFiles(app.log, 0)
  expect(await files.in(folder)).toBeUndefined()
  writeFileSync(join(folder, '.htaccess'), 'RewriteEngine On')
  expect((await files.in(folder))?.rewrites).toBe(true)
  writeFileSync(join(folder, '.htaccess'), 'RewriteEngine Off')
  expect((await files.in(folder))?.rewrites).toBe(false)
})

test('what is not understood of who may see a file grants nothing', async () => {
  const ruled = ruledBy({
    'names/.htaccess': 'Require all denied\n<FilesMatch "(?>\\.css)$">\nRequire all granted\n</FilesMatch>',
    'names/x.txt': '',
    'all/.htaccess': '<RequireAll>\nRequire ip 10.0.0.0/8\nRequire all granted\n</RequireAll>',
    'all/x.txt': '',
    'any/.htaccess': '<RequireAny>\nRequire ip 10.0.0.0/8\nRequire all granted\n</RequireAny>',
    'any/x.txt': '',
    'skipped/.htaccess':
      '<IfModule mod_php.c>\n<FilesMatch "(?>x)">\n</FilesMatch>\nRequire all granted\n</IfModule>\nRequire all denied',
    'skipped/x.txt': '',
  })
  expect(await ruled('/names/x.txt')).toBe('403')
  expect(await ruled('/all/x.txt')).toBe('403')
  expect(await ruled('/any/x.txt')).toBe('any/x.txt')
  expect(await ruled('/skipped/x.txt')).toBe('403')
})

test('what B does in a path and in a redirect', async () => {
  const ruled = ruledBy({
    '.htaccess': `RewriteEngine On
      RewriteRule ^path/(.*) index.php/$1 [L,B]
      RewriteRule ^sent/(.*) https://x.test/$1?a=$1 [R,L,B]
      RewriteCond %{QUERY_STRING} ^u=(.*)$
      RewriteRule ^condition$ index.php?v=%1 [L,B]`,
  })
  expect(await ruled('/path/a%26b%20c%25d')).toBe('index.php/a&b+c%d')
  expect(await ruled('/path/x%3Fy=1')).toBe('index.php/x?y=1')
  expect(await ruled('/sent/a%26b%20c')).toBe('302 https://x.test/a%2526b+c?a=a%26b+c')
  expect(await ruled('/condition?u=a%26b+c')).toBe('index.php?v=a%2526b%2bc')
})

test('an encoded question mark does not cut off what a rule puts behind a path', async () => {
  const ruled = ruledBy({
    '.htaccess': `RewriteEngine On
      RewriteRule ^text/(.*) $1.txt [L]
      RewriteRule ^query/(.*) page.php?id=$1 [L]
      RewriteCond %{THE_REQUEST} \\s(\\S+)
      RewriteRule ^old/ /new%1 [R,L]`,
  })
  expect(await ruled('/text/empty')).toBe('empty.txt')
  expect(await ruled('/text/assets/site.css%3F')).toBe('403')
  expect(await ruled('/query/x%3Fy=1')).toBe('page.php?id=x?y=1')
  expect(await ruled('/old/a?b=c')).toBe('302 /new/old/a?b=c')
  expect(await ruled('/old/a%3Fb')).toBe('302 /new/old/a%253Fb')
})

test('a line break in a path does not slip past a rule, nor out of a query', async () => {
  const ruled = ruledBy({
    '.htaccess': `RewriteEngine On
      RewriteRule ^assets/(.*)$ - [F]
      RewriteRule ^query/(.*)$ page.php?id=$1 [L]
      RewriteRule ^sent/(.*)$ /x?id=$1 [R,L]`,
  })
  expect(await ruled('/assets/%0A')).toBe('403')
  expect(await ruled('/query/a%20b%0D%0Ac:%C3%BC')).toBe('page.php?id=a%20b%0D%0Ac:ü')
  expect(await ruled('/sent/a%20b%0D%0Ac:')).toBe('302 /x?id=a%20b%0D%0Ac:')
  expect(await ruled('/sent/%E6%97%A5')).toBe('302 /x?id=%E6%97%A5')
})
