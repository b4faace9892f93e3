import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'

const repository = fileURLToPath(new URL('../../../', import.meta.url))
const run = promisify(execFile)

/** An app without hyper-express, with the packages as they are published and `names` of node_modules beside them. */
async function createApp(names: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vanillin-uws-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const name of ['http', 'uws']) {
    const target = join(folder, 'node_modules/@vanillin', name)
    await mkdir(target, { recursive: true })
    await cp(join(repository, 'packages', name, 'package.json'), join(target, 'package.json'))
    await cp(join(repository, 'packages', name, 'dist'), join(target, 'dist'), { recursive: true })
  }
  for (const name of names) {
    await symlink(join(repository, 'node_modules', name), join(folder, 'node_modules', name), 'dir')
  }
  await writeFile(
    join(folder, 'app.mjs'),
    `import { ResponseHeaders, selectCore } from '@vanillin/http'
    const { name, create, reason } = await selectCore()
    const core = create({ handler: (request, response) => response.send(200, new ResponseHeaders(), request.path) })
    const { port } = await core.listen({ port: 0 })
    const body = await (await fetch('http://127.0.0.1:' + port + '/hello')).text()
    await core.close()
    console.log(JSON.stringify({ name, reason, body, official: globalThis.official === true }))`,
  )
  return folder
}

async function start(folder: string): Promise<unknown> {
  const { stdout } = await run(process.execPath, ['app.mjs'], { cwd: folder })
  return JSON.parse(stdout)
}

const isBuilt = existsSync(join(repository, 'packages/uws/dist/index.js'))
const hasBinary = ['115', '127'].includes(process.versions.modules)

describe.runIf(isBuilt)('the published @vanillin/uws', () => {
  test.runIf(hasBinary)('needs uws-pack alone', async () => {
    expect(await start(await createApp(['uws-pack']))).toMatchObject({
      name: 'uws',
      body: '/hello',
      official: false,
    })
  })

  test.runIf(hasBinary)('takes the official uWebSockets.js where it is installed', async () => {
    const folder = await createApp(['uws-pack'])
    const official = join(folder, 'node_modules/uWebSockets.js')
    await mkdir(official)
    await writeFile(join(official, 'package.json'), '{ "type": "module", "exports": "./index.js" }')
    await writeFile(join(official, 'index.js'), `globalThis.official = true\nexport * from 'uws-pack'`)
    expect(await start(folder)).toMatchObject({ name: 'uws', body: '/hello', official: true })
  })

  test.runIf(!hasBinary)('makes room for node:http where uws-pack has no binary', async () => {
    expect(await start(await createApp(['uws-pack']))).toEqual({
      name: 'node',
      body: '/hello',
      official: false,
      reason: `instead of uws: uws-pack has no binary for Node ${process.versions.node} (ABI ${process.versions.modules}), and the official uWebSockets.js is not installed`,
    })
  })

  test('may be absent', async () => {
    const folder = await createApp([])
    await rm(join(folder, 'node_modules/@vanillin/uws'), { recursive: true })
    expect(await start(folder)).toMatchObject({
      name: 'node',
      reason: 'instead of uws: @vanillin/uws is not installed',
    })
  })
})
