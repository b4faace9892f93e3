import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appName } from './app/app-name.ts'
import { templates } from './app/template.ts'
import { templateFolders } from './app/template-folders.ts'
import { writeApp } from './app/write-app.ts'

/** Each template, and those that `--php` makes an app for the tables of a PHP app of. */
const apps = [
  ...templates.map((template) => ({ app: template as string, template, isAdopting: false })),
  ...(['mvc', 'api'] as const).map((template) => ({
    app: `${template}-adopted`,
    template,
    isAdopting: true,
  })),
]
const titled = (app: string): string => (app === 'mvc' ? 'guestbook' : app)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'create-vanillin-'))
  for (const { app, template, isAdopting } of apps)
    writeApp({
      folder: join(folder, app),
      name: appName(titled(app)),
      template,
      version: '9.8.7',
      uws: true,
      databaseUrl: undefined,
      isAdopting,
      packageManager: 'npm',
    })
})
afterAll(() => rmSync(folder, { recursive: true }))

const filesOf = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted()

/** What every app has, whatever its kind. */
const always = [
  '.dockerignore',
  '.editorconfig',
  '.env',
  '.env.example',
  '.env.test',
  '.gitignore',
  '.npmrc',
  '.oxlintrc.json',
  'Dockerfile',
  'README.md',
  'bootstrap.ts',
  'config/app.ts',
  'package.json',
  'routes.ts',
  'tsconfig.json',
  'vitest.config.ts',
]

describe.each(apps)('the app $app', ({ app, template }) => {
  const read = (path: string): string => readFileSync(join(folder, app, path), 'utf8')

  test('is complete', () => {
    expect(filesOf(join(folder, app))).toEqual(expect.arrayContaining(always))
    expect(filesOf(join(folder, app))).toContainEqual(expect.stringMatching(/^test\/.+\.test\.ts$/))
  })

  test('imports only what is there', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
    const packages = [
      ...builtinModules.map((name) => `node:${name}`),
      ...Object.keys({ ...manifest['dependencies'], ...manifest['devDependencies'] }),
    ]
    for (const file of filesOf(join(folder, app)).filter((name) => /\.(ts|eta)$/.test(name))) {
      for (const [, specifier = ''] of read(file).matchAll(/(?:from|import) '([^']+)'/g)) {
        const path = specifier.startsWith('#')
          ? `app/${specifier.slice(1)}.ts`
          : join(dirname(file), specifier)
        const isThere = /^[#.]/.test(specifier)
          ? existsSync(join(folder, app, path))
          : packages.some((name) => specifier === name || specifier.startsWith(`${name}/`))
        expect(isThere, `${file} imports ${specifier}`).toBe(true)
      }
    }
  })

  test('asks for one version of Vanillin, and names no registry', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
    expect([dependencies['vanillin'], dependencies['@vanillin/uws']]).toEqual(['^9.8.7', '^9.8.7'])
    for (const file of ['package.json', '.npmrc', 'Dockerfile'])
      expect(read(file)).not.toMatch(/registry=|registry\./)
  })

  test('has each of its files from one folder', () => {
    const files = templateFolders(template).flatMap(filesOf)
    expect(files.toSorted()).toEqual([...new Set(files)].toSorted())
  })

  test('is called by its own name everywhere', () => {
    const { title } = appName(titled(app))
    expect(read('config/app.ts')).toContain(`env.string('APP_NAME', '${title}')`)
    expect(parseEnv(read('.env.example'))['APP_NAME']).toBe(title)
    expect(read('README.md')).toMatch(new RegExp(`^# ${title}\n`))
  })
})

test('the mvc app is laid out as the tour says', () => {
  expect(filesOf(join(folder, 'mvc'))).toEqual(
    expect.arrayContaining([
      'app/controllers/home.ts',
      'app/controllers/posts.ts',
      'app/models/post.ts',
      'app/views/layouts/main.eta',
      'app/views/posts/form.eta',
      'app/views/posts/index.eta',
      'app/views/posts/show.eta',
      'config/app.ts',
      'config/database.ts',
      'database/schema.ts',
      'public/style.css',
    ]),
  )
  expect(readdirSync(join(folder, 'mvc'))).toEqual(
    expect.arrayContaining(['app', 'config', 'database', 'public', 'test']),
  )
})

test.each(['mvc', 'api'])('on the tables of a PHP app %s begins without examples', (template) => {
  const files = filesOf(join(folder, `${template}-adopted`))
  expect(files.filter((name) => /post|comment|^database\//.test(name))).toEqual([])
})

test('without a binary for uws the app does not ask for it', () => {
  const target = join(folder, 'plain')
  const plan = {
    folder: target,
    name: appName('plain'),
    template: 'minimal',
    version: '1.0.0',
    databaseUrl: undefined,
    packageManager: 'npm',
  } as const
  writeApp({ ...plan, uws: false })
  expect(readFileSync(join(target, 'package.json'), 'utf8')).not.toContain('@vanillin/uws')
})
