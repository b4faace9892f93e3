import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createFixtureApp, WITH_DATABASE } from '../testing/temporary-app.fixture.ts'
import { vanillin } from '../testing/run-node.fixture.ts'
import { Dev, post, stamp, view } from './running-dev.fixture.ts'

describe('vanillin dev', () => {
  test('a process that is replaced while it loads the app says nothing of its own end', async () => {
    const dev = await new Dev(createFixtureApp()).serves()
    await dev.shows('first')
    dev.app.write('app/plugins/step.ts', 'export {}\n')
    dev.app.write(
      'app/plugins/stamp.ts',
      `console.log('loading begins')
for (let step = 0; ; step += 1) await import(/* @vite-ignore */ \`./step.ts?\${step}\`)
`,
    )
    await dev.process.prints(/loading begins/)
    dev.app.write('app/plugins/stamp.ts', stamp('two'))
    await dev.shows('first')
    expect(dev.process.output).not.toMatch(/✗|transport was disconnected/)
  })

  test('type errors are told in the terminal, and that they are gone', async () => {
    const dev = await new Dev(createFixtureApp(), ['--check']).serves()
    await dev.shows('first')
    // The new view and the new route are known to the types by then.
    dev.app.write('app/views/about.eta', view('<%= title %> about'))
    const controller = readFileSync(join(dev.app.root, 'app/controllers/home.ts'), 'utf8')
    dev.app.write('app/controllers/home.ts', controller.replace("('home', {", "('about', {"))
    await dev.shows('first about')
    dev.app.write('app/models/post.ts', 'export class Post {\n  static title = 7\n}\n')
    await dev.shows('7 about')
    await dev.process.prints(
      /✗ 1 type error\n {2}app\/controllers\/home\.ts:6:\d+ Type 'number' .*\(TS2322\)\n/,
    )
    expect(dev.process.output.match(/type error/g)).toHaveLength(1)
    dev.app.write('app/models/post.ts', post('mended'))
    await dev.process.prints(/✓ no type errors any more/)

    dev.process.output = ''
    dev.app.write('app/views/about.eta', view('<%= title.lenght %> about'))
    await dev.process.prints(
      /✗ 1 type error\n {2}app\/views\/about\.eta:5:\d+ Property 'lenght' does not exist/,
    )
    dev.app.write('app/views/about.eta', view('<%= title.length %> about'))
    await dev.process.prints(/✓ no type errors any more/)
    // Asked to end in the middle of a check, it ends.
    dev.app.write('app/models/post.ts', post('once more'))
    await dev.shows('9 about')
    expect(await dev.process.stop()).toBe(0)
  })

  test('tells of new migrations, and runs them with --migrate', async () => {
    const app = createFixtureApp(WITH_DATABASE)
    const asking = await new Dev(app).serves()
    await asking.process.prints(
      /1 new migration: 2026_01_01_000000_create_people\. Press m, or run `vanillin migrate`/,
    )
    await asking.process.stop()

    const running = await new Dev(app, ['--migrate']).serves()
    await running.process.prints(/Migrated 2026_01_01_000000_create_people/)
    expect((await running.page('/names')).body).toBe('[]')
    // Beside a running server the embedded database is reached through it.
    const seeded = await vanillin(['seed'], { cwd: app.root })
    expect(seeded.output).toContain('Seeded 01_people')
    expect((await running.page('/names')).body).toBe('[{"name":"Ada"}]')
  })

  test('eighty edits leave one database behind', async () => {
    const dev = await new Dev(createFixtureApp(WITH_DATABASE)).serves()
    for (let edit = 1; edit <= 80; edit += 1) {
      dev.app.write('app/models/post.ts', post(`edit ${edit}.`))
      await dev.shows(`edit ${edit}.`)
    }
    expect(dev.process.output.match(/Database: /g)).toHaveLength(1)
  })
})
