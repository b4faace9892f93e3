import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandList } from '../commands/command-list.ts'
import { createFixtureApp, createTemporaryFolder, VANILLIN } from '../testing/temporary-app.fixture.ts'
import { callMain } from '../testing/call-main.fixture.ts'
import { vanillin } from '../testing/run-node.fixture.ts'

describe('vanillin', () => {
  test('lists every command, with and without --help', async () => {
    const cwd = createTemporaryFolder()
    for (const args of [[], ['--help'], ['-h']]) {
      const { exitCode, output } = await vanillin(args, { cwd })
      expect(exitCode).toBe(0)
      for (const { name, summary } of commandList)
        expect(output).toMatch(new RegExp(`${name} +${summary.slice(0, 20)}`))
    }
  })

  test('says its version', async () => {
    const { output } = await callMain(['--version'], createTemporaryFolder())
    expect(output).toMatch(/^vanillin \d+\.\d+\.\d+\n$/)
  })

  test('every command explains itself, outside of an app too', async () => {
    const cwd = createTemporaryFolder()
    for (const { name, load } of commandList) {
      const { description, options = [] } = await load()
      const { exitCode, output } = await callMain([name, '--help'], cwd)
      expect(exitCode, name).toBe(0)
      expect(output).toContain(description)
      for (const { flags } of options) expect(output).toContain(flags)
    }
  })

  test('an unknown command names the nearest one, or its family', async () => {
    const cwd = createTemporaryFolder()
    const { exitCode, errors } = await callMain(['migrat:status'], cwd)
    expect(exitCode).toBe(2)
    expect(errors).toContain('Unknown command: migrat:status')
    expect(errors).toContain('Did you mean `vanillin migrate:status`?')
    const family = await callMain(['make', 'model'], cwd)
    expect(family.exitCode).toBe(2)
    expect(family.errors).toContain('make:controller, make:model')
  })

  test('a word of another framework names what does it here', async () => {
    const cwd = createTemporaryFolder()
    for (const [word, help] of [
      ['serve', 'Here it is `vanillin dev`.'],
      ['list', 'Here it is `vanillin --help`.'],
      ['db:seed', 'Here it is `vanillin seed`.'],
      ['migrate:refresh', 'Here it is `vanillin migrate:fresh`.'],
      ['tinker', 'There is no console: try it in a test'],
      ['repl', 'There is no console: try it in a test'],
      ['key:generate', 'APP_KEY in .env is a random text'],
    ] as const) {
      const { exitCode, errors } = await callMain([word], cwd)
      expect(exitCode, word).toBe(2)
      expect(errors).toContain(`Unknown command: ${word}\n  ${help}`)
    }
  })

  test('a call that makes no sense ends with 2, in plain words', async () => {
    const { root: cwd } = createFixtureApp()
    for (const [args, message] of [
      [['--nope'], 'Unknown option: --nope'],
      [['routes', '--jsn'], 'vanillin routes has no option --jsn.\n  Did you mean `--json`?'],
      [['build', '--no-chek'], 'vanillin build has no option --no-chek.\n  Did you mean `--no-check`?'],
      [['make:model'], 'vanillin make:model needs a name.\n  Usage: vanillin make:model <name>'],
      [['make:view', 'a', 'b'], 'vanillin make:view does not take "b".'],
      [['dev', '--port'], '--port needs a value: --port <number>'],
      [['dev', '--port', 'abc'], 'Not a port: "abc"'],
      [['start', '--port', '70000'], 'Not a port: 70000'],
      [['build', '--target', 'beos'], 'Not a target: beos'],
      [['migrate:rollback', '--steps', '0'], 'Not a number of migrations: 0'],
      [['make:view', '../x'], '"../x" is not a name for a file.'],
    ] as const) {
      const { exitCode, errors } = await callMain(args, cwd)
      expect(errors).toContain(message)
      expect(exitCode, args.join(' ')).toBe(2)
      expect(errors).not.toContain('    at ')
    }
  })

  test('says so outside of an app', async () => {
    const cwd = createTemporaryFolder()
    for (const name of ['dev', 'build', 'start', 'check', 'codegen', 'routes', 'migrate', 'seed']) {
      const { exitCode, errors } = await callMain([name], cwd)
      expect(exitCode).toBe(1)
      expect(errors).toContain(`${cwd} is not in a Vanillin app`)
      expect(errors).toContain('npm create vanillin@latest')
    }
  })

  test('--help loads no command, and none of the libraries that they need', () => {
    const folder = createTemporaryFolder()
    // node's coverage lists every script that was evaluated.
    spawnSync(process.execPath, [VANILLIN, '--help'], { env: { ...process.env, NODE_V8_COVERAGE: folder } })
    const [report = ''] = readdirSync(folder)
    const { result } = JSON.parse(readFileSync(join(folder, report), 'utf8')) as {
      result: { url: string }[]
    }
    const loaded = result.map(({ url }) => url).filter((url) => url.startsWith('file:'))
    expect(loaded.filter((url) => /\/node_modules\/(?!cac\/)/.test(url))).toEqual([])
    expect(loaded.filter((url) => /\/commands\/(?!command-list\.js)/.test(url))).toEqual([])
    expect(loaded.length).toBeGreaterThan(3)
    expect(loaded.length).toBeLessThan(30)
  })

  test('start asks for a build', async () => {
    const { root: cwd } = createFixtureApp()
    const { exitCode, errors } = await callMain(['start'], cwd)
    expect(exitCode).toBe(1)
    expect(errors).toContain('Run `vanillin build` first')
  })
})
