import { expect, test } from 'vitest'
import { createNodeCore } from '../node/node-core.ts'
import { HttpCoreError } from '../port/http-core-error.ts'
import { selectCore } from './select-core.ts'

const loadUws = () => Promise.resolve({ createUwsCore: createNodeCore })

test('node is taken when it is asked for, and nothing else is loaded', async () => {
  const selected = await selectCore({ core: 'node', loadUws: () => expect.fail('loaded') })
  expect(selected).toEqual({ name: 'node', create: createNodeCore, reason: 'as configured' })
})

test('auto takes uws where it loads, and says where it runs', async () => {
  const { name, reason } = await selectCore({ loadUws })
  expect(name).toBe('uws')
  expect(reason).toBe(
    `uWebSockets.js runs on Node ${process.versions.node}, ${process.platform} ${process.arch}`,
  )
})

test('auto takes node where uws does not load, and says why in one line', async () => {
  const failing = async (): Promise<never> => {
    throw new HttpCoreError('E_CORE_UNAVAILABLE', 'uWebSockets.js needs glibc, this system has musl.\nmore')
  }
  expect(await selectCore({ core: 'auto', loadUws: failing })).toEqual({
    name: 'node',
    create: createNodeCore,
    reason: 'instead of uws: uWebSockets.js needs glibc, this system has musl',
  })
})

test('uws that cannot run is an error that says what to do', async () => {
  const missing = async (): Promise<never> => {
    throw Object.assign(new Error("Cannot find package '@vanillin/uws' imported from /app"), {
      code: 'ERR_MODULE_NOT_FOUND',
    })
  }
  const selecting = selectCore({ core: 'uws', loadUws: missing })
  await expect(selecting).rejects.toMatchObject({
    code: 'E_CORE_UNAVAILABLE',
    message: expect.stringMatching(
      /^The uws core cannot run: @vanillin\/uws is not installed\. Choose/,
    ) as string,
  })
})
