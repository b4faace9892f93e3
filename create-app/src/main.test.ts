import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const command = fileURLToPath(new URL('../bin/create-vanillin.js', import.meta.url))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'create-vanillin-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The command as npm starts it, without a terminal. */
function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    env: { ...process.env, npm_config_user_agent: undefined, ...environment },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

/** Puts a program of this name before all others. */
function fakeProgram(name: string, script: string): NodeJS.ProcessEnv {
  mkdirSync(join(folder, '.bin'), { recursive: true })
  writeFileSync(join(folder, '.bin', name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, '.bin', name), 0o755)
  return { PATH: `${join(folder, '.bin')}${delimiter}${process.env['PATH']}` }
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8')
const visible = (): string[] => readdirSync(folder).filter((name) => name !== '.bin')

test('an app is written, named, versioned and given a key', () => {
  const { status, stdout } = run(['my-shop', '--yes', '--no-install'])

  expect(status).toBe(0)
  const manifest = JSON.parse(read('my-shop/package.json')) as Record<string, Record<string, string>>
  const own = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  expect(manifest['name']).toBe('my-shop')
  expect(manifest['dependencies']).toMatchObject({ vanillin: `^${own.version}` })
  const env = parseEnv(read('my-shop/.env'))
  expect(env['APP_NAME']).toBe('My Shop')
  expect(Buffer.from(env['APP_KEY'] ?? '', 'base64')).toHaveLength(32)
  expect(env['DATABASE_URL']).toBeUndefined()
  expect(parseEnv(read('my-shop/.env.example'))['APP_KEY']).toBe('')
  expect(read('my-shop/README.md')).toMatch(/^# My Shop\n/)
  for (const name of ['.gitignore', '.npmrc', '.editorconfig', 'Dockerfile'])
    expect(read(`my-shop/${name}`)).not.toBe('')
  expect(existsSync(join(folder, 'my-shop/.git'))).toBe(true)
  expect(stdout).toContain('cd my-shop && npm install')
  expect(stdout).toContain('npm run migrate')
  expect(stdout).toContain('npm run dev')
})

test('an address of Postgres or MySQL is put into .env, to be filled in', () => {
  run(['a', '--yes', '--no-install', '--no-git', '--db', 'postgres'])
  run(['b', '--yes', '--no-install', '--no-git', '--db', 'mysql'])

  expect(parseEnv(read('a/.env'))['DATABASE_URL']).toBe('postgres://postgres:postgres@127.0.0.1:5432/a')
  expect(parseEnv(read('b/.env'))['DATABASE_URL']).toBe('mysql://root:root@127.0.0.1:3306/b')
  expect(existsSync(join(folder, 'a/.git'))).toBe(false)
})

test('the database settings of a Laravel app are taken over', () => {
  mkdirSync(join(folder, 'legacy'))
  writeFileSync(join(folder, 'legacy/artisan'), '<?php\n')
  writeFileSync(
    join(folder, 'legacy/.env'),
    'DB_CONNECTION=mysql\nDB_HOST=db.internal\nDB_PORT=3307\nDB_DATABASE=shop\nDB_USERNAME=app\nDB_PASSWORD="p@ss#1"\n',
  )
  const { status, stdout } = run(['shop', '--yes', '--no-install', '--php', 'legacy'])

  expect(status).toBe(0)
  const url = new URL(parseEnv(read('shop/.env'))['DATABASE_URL'] ?? '')
  expect([url.protocol, url.host, url.pathname]).toEqual(['mysql:', 'db.internal:3307', '/shop'])
  expect(decodeURIComponent(url.password)).toBe('p@ss#1')
  expect(stdout).toContain("the PHP app's own database")
  expect(stdout).toContain('npx vanillin db:pull')
  expect(stdout).not.toContain('npm run migrate')
})

test.each([
  ['legacy/public/index.php', '../legacy/public'],
  ['legacy/index.php', '../legacy'],
  ['legacy/artisan', '../legacy'],
])('the bridge leads to the folder of %s', (file, root) => {
  mkdirSync(join(folder, 'legacy/public'), { recursive: true })
  writeFileSync(join(folder, file), '<?php\n')
  const { status } = run(['shop', '--yes', '--no-install', '--template', 'php-bridge', '--php', 'legacy'])

  expect(status).toBe(0)
  expect(parseEnv(read('shop/.env'))).toMatchObject({ PHP_ROOT: root, PHP_FPM: '' })
})

test.each([
  [['--no-install'], 'A name is needed where nobody can be asked'],
  [['Shop', '--yes'], 'it must begin with a small letter'],
  [['shop', '--yes', '--db', 'oracle'], '--db is one of'],
  [['shop', '--yes', '--template', 'minimal', '--db', 'mysql'], 'The minimal app has no database'],
  [['shop', '--yes', '--template', 'php-bridge', '--db', 'mysql'], 'The php-bridge app has no database'],
  [['shop', '--yes', '--template', 'minimal', '--php', '.'], 'has no use for --php'],
  [['shop', '--yes', '--php', 'nowhere'], '--php nowhere: no such folder'],
])('%j ends with 2 and writes nothing', (args, message) => {
  const { status, stderr } = run(args)

  expect(stderr).toContain(message)
  expect(status).toBe(2)
  expect(visible()).toEqual([])
})

test('a folder with something in it is left alone', () => {
  mkdirSync(join(folder, 'shop'))
  writeFileSync(join(folder, 'shop/index.php'), '<?php')
  const { status, stderr } = run(['shop', '--yes'])

  expect(status).toBe(2)
  expect(stderr).toContain('is not empty: index.php')
  expect(readdirSync(join(folder, 'shop'))).toEqual(['index.php'])
})

test('the package manager that called is the one that installs', () => {
  const env = fakeProgram('pnpm', 'echo "$@" > ran')
  const { status, stdout } = run(['shop', '--yes', '--no-git'], {
    ...env,
    npm_config_user_agent: 'pnpm/10.4.1 npm/?',
  })

  expect(status).toBe(0)
  expect(read('shop/ran')).toBe('install\n')
  expect(stdout).toContain('pnpm dev')
})

test('an install that fails leaves the app, says what happened, and ends with 1', () => {
  const env = fakeProgram('npm', 'echo "no network here" >&2; exit 7')
  const { status, stdout, stderr } = run(['shop', '--yes', '--no-git'], env)

  expect(status).toBe(1)
  expect(stdout).toContain('npm install failed with exit code 7; the app itself is complete.')
  expect(stderr).toContain('no network here')
  expect(stdout).toContain('cd shop && npm install')
  expect(existsSync(join(folder, 'shop/routes.ts'))).toBe(true)
})

test('no git is no failure', () => {
  const { PATH = '' } = fakeProgram('npm', 'exit 0')
  const env = { PATH: PATH.slice(0, PATH.indexOf(delimiter)) }
  const { status, stdout } = run(['shop', '--yes'], {
    PATH: `${env.PATH}${delimiter}${dirname(process.execPath)}-none`,
  })

  expect(stdout).toContain('git is not to be found')
  expect(status).toBe(0)
})

test('Ctrl-C during the install takes everything back', async () => {
  const env = fakeProgram('npm', 'touch started; exec sleep 60')
  const child = spawn(process.execPath, [command, 'some/where/shop', '--yes'], {
    cwd: folder,
    env: { ...process.env, ...env },
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  await vi.waitUntil(() => existsSync(join(folder, 'some/where/shop/started')), 30_000)
  child.kill('SIGINT')

  expect(await ended).toBe(130)
  expect(stderr).toContain('Cancelled; nothing was left behind.')
  expect(visible()).toEqual([])
})

test('--help and --version', () => {
  expect(run(['--help']).stdout).toContain('--template <name>')
  expect(run(['-v']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})
