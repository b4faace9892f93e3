import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { main } from './main.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'create-vanillin-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Somebody at a terminal, who sees what is written there and answers. */
class Person {
  readonly #input = new PassThrough()
  readonly ended: Promise<number>
  screen = ''
  errors = ''

  constructor(...args: string[]) {
    const output = new PassThrough()
    const errors = new PassThrough()
    output.on('data', (chunk: Buffer) => (this.screen += stripVTControlCharacters(chunk.toString())))
    errors.on('data', (chunk: Buffer) => (this.errors += chunk.toString()))
    this.ended = main(['--no-install', '--no-git', ...args], {
      input: this.#input,
      output,
      errors,
      isInteractive: true,
    })
  }

  /** Waits for the question, then types. */
  async types(question: string, keys: string): Promise<void> {
    await vi.waitFor(() => expect(this.screen).toContain(question), 30_000)
    this.#input.write(keys)
  }
}

const enter = '\r'
const down = '\u001B[B'
const controlC = '\u0003'

test('three answers make an app', async () => {
  const person = new Person()
  await person.types('Where shall the app go?', `${join(folder, 'shop')}${enter}`)
  await person.types('What kind of app?', `${down}${enter}`)
  await person.types('Which database?', `${down}${down}${enter}`)

  expect(await person.ended).toBe(0)
  expect(readFileSync(join(folder, 'shop/README.md'), 'utf8')).toMatch(/^# Shop\n/)
  expect(existsSync(join(folder, 'shop/app/views'))).toBe(false)
  expect(readFileSync(join(folder, 'shop/.env'), 'utf8')).toContain('DATABASE_URL=mysql://')
  expect(person.screen).toContain('DATABASE_URL in .env is a guess')
  expect(person.screen).toContain('npm run dev')
})

test('what the command line says is not asked, and the minimal app is not asked for a database', async () => {
  const person = new Person(join(folder, 'shop'))
  await person.types('What kind of app?', `${down}${down}${enter}`)

  expect(await person.ended).toBe(0)
  expect(person.screen).not.toContain('Where shall')
  expect(person.screen).not.toContain('Which database?')
  expect(existsSync(join(folder, 'shop/config/database.ts'))).toBe(false)
})

test('a name that will not do is asked again', async () => {
  const person = new Person('--template', 'minimal')
  await person.types('Where shall the app go?', `${join(folder, 'My Shop')}${enter}`)
  await person.types('it must begin with a small letter', '\u007F'.repeat('My Shop'.length))
  await person.types('', `shop${enter}`)

  expect(await person.ended).toBe(0)
  expect(readdirSync(folder)).toEqual(['shop'])
})

test.each(['What kind of app?', 'Which database?'])(
  'Ctrl-C at "%s" leaves nothing behind',
  async (question) => {
    const person = new Person(join(folder, 'some/shop'))
    if (question === 'Which database?') await person.types('What kind of app?', enter)
    await person.types(question, controlC)

    expect(await person.ended).toBe(130)
    expect(person.errors).toContain('Cancelled; nothing was left behind.')
    expect(readdirSync(folder)).toEqual([])
  },
)

test('a folder with something in it is refused before anything is asked', async () => {
  mkdirSync(join(folder, 'shop'))
  writeFileSync(join(folder, 'shop/index.php'), '<?php')
  const person = new Person(join(folder, 'shop'))

  expect(await person.ended).toBe(2)
  expect(person.errors).toContain('is not empty: index.php')
  expect(person.screen).not.toContain('?')
})
