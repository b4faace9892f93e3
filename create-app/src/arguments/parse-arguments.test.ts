import { expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { parseArguments } from './parse-arguments.ts'

test('all flags are read', () => {
  const args = parseArguments(
    'shop --template api --db mysql --php ../old --package-manager pnpm -y --no-install --no-git'.split(' '),
  )
  expect(args).toEqual({
    folder: 'shop',
    template: 'api',
    database: 'mysql',
    php: '../old',
    packageManager: 'pnpm',
    yes: true,
    install: false,
    git: false,
    help: false,
    version: false,
  })
})

test('what nobody said is undefined, and install and git are on', () => {
  const args = parseArguments([])
  expect(args).toMatchObject({ folder: undefined, template: undefined, install: true, git: true, yes: false })
})

test.each([
  [['shop', '--template', 'blog'], '--template is one of mvc, api, minimal, php-bridge, not "blog".'],
  [['shop', '--db', 'oracle'], '--db is one of embedded, postgres, mysql, not "oracle".'],
  [['shop', '--package-manager', 'bun'], '--package-manager is one of npm, pnpm, yarn, not "bun".'],
  [['shop', '--typescript'], "Unknown option '--typescript' See --help."],
  [['my', 'shop'], 'One name is enough, not 2: my shop.'],
])('%j is refused in words', (argv, message) => {
  expect(() => parseArguments(argv)).toThrow(UsageError)
  expect(() => parseArguments(argv)).toThrow(message)
})
