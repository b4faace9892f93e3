import { expect, test } from 'vitest'
import { parseHtaccess } from './parse-htaccess.ts'

test('what is followed is read, through comments, quotes, continued lines and blocks', () => {
  const file = parseHtaccess(`
    # RewriteRule ^commented - [F]
    <IfModule mod_rewrite.c>
      <IfModule mod_negotiation.c>
        Options -MultiViews -Indexes
      </IfModule>
      RewriteEngine On
      RewriteBase /blog
      RewriteCond %{REQUEST_FILENAME} !-f [OR]
      RewriteCond %{QUERY_STRING} "^a b=(.*)$" [NC]
      RewriteRule ^old/(.*)$ \\
        /new/$1 [R=301,L,NE,QSA]
    </IfModule>
    <IfModule !mod_rewrite.c>
      FallbackResource /index.php
    </IfModule>
    DirectoryIndex home.php index.html
  `)
  expect(file.warnings).toEqual([])
  expect([file.rewrites, file.base, file.index]).toEqual([true, '/blog/', ['home.php', 'index.html']])
  expect(file.rules).toHaveLength(1)
  expect(file.rules[0]).toMatchObject({
    pattern: /^old\/(.*)$/,
    substitution: '/new/$1',
    flags: { isLast: true, redirect: 301, isUnescaped: true, appendsQuery: true, discardsQuery: false },
    conditions: [
      { test: { kind: 'file', type: 'file' }, isNegated: true, isAlternative: true },
      { test: { kind: 'pattern', pattern: /^a b=(.*)$/i }, isNegated: false, isAlternative: false },
    ],
  })
})

test('access by folder and by name, in the words of Apache 2.2 and 2.4', () => {
  const { access, warnings } = parseHtaccess(`
    <IfModule mod_authz_core.c>
      Require all denied
    </IfModule>
    <IfModule !mod_authz_core.c>
      Order deny,allow
      Deny from all
    </IfModule>
    <FilesMatch "\\.(css|js)$">
      Require all granted
    </FilesMatch>
    <Files "wp-config.*">
      Order allow,deny
      Deny from all
    </Files>
  `)
  expect(warnings).toEqual([])
  expect(access).toEqual([
    { names: undefined, isDenied: true },
    { names: /\.(css|js)$/, isDenied: false },
    { names: /^wp-config\.[^/]*$/, isDenied: true },
  ])
})

test('each line that is not followed is named, with its number', () => {
  const { warnings, rules } = parseHtaccess(
    [
      'php_value upload_max_filesize 64M',
      'Header set X-Frame-Options DENY',
      'RewriteEngine On',
      'RewriteCond %{UNKNOWN} x',
      'RewriteRule ^a$ b [L]',
      'RewriteRule ^c$ d [L,CHAIN]',
      'RewriteRule ^(unclosed$ d',
      'RewriteCond %{REQUEST_URI} -U',
      'RewriteRule ^e$ f',
      'RewriteRule onlyone',
      'RewriteRule ^g$ h L',
      'RewriteRule ^g$ h [R=200]',
      'RewriteRule ^kept$ kept.php',
      '<Limit POST>',
      '  RewriteRule ^inside$ x',
      '</Limit>',
      'RedirectMatch 307 ^/$ /index.php/',
    ].join('\n'),
  )
  expect(warnings.map(({ line }) => line)).toEqual([1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 17])
  expect(warnings[2]?.message).toBe('the variable %{UNKNOWN} is not known: RewriteCond %{UNKNOWN} x')
  expect(rules.map(({ substitution }) => substitution)).toEqual(['kept.php'])
})

test('whom a Require would let in is not known, so that it lets nobody in', () => {
  const { access, warnings } = parseHtaccess('Require ip 192.0.2.0/24\nRequire valid-user')
  expect(access.map(({ isDenied }) => isDenied)).toEqual([true, true])
  expect(warnings).toHaveLength(2)
})
