import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text as textOf } from 'node:stream/consumers'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createApp, defineRoutes } from 'vanillin'
import { describe, expect, test } from 'vitest'
import { freePort } from '../../packages/php/src/upstreams/free-port.ts'
import { coresHere } from './cores.ts'

const MICROTASKS = 24
const TURNS = 4
/** From the end of the boot to behind the bind, one after the other. */
const moments = [
  ...Array.from({ length: MICROTASKS }, (_, count) => ({ count, step: () => Promise.resolve() })),
  ...Array.from({ length: TURNS }, (_, count) => ({ count: count + 1, step: () => nextTurn() })),
]
const script = fileURLToPath(new URL('fixtures/stopped-early.js', import.meta.url))

describe.each(coresHere())('an app on the %s core that is told to stop before its socket is open', (core) => {
  test('leaves none open, and providers that have shut down hear of nothing more', async () => {
    const port = await freePort()
    for (const { count, step } of moments) {
      const events: string[] = []
      const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
        {
          name: 'recorder',
          ready: () => void events.push('ready'),
          shutdown: () => void events.push('shut down'),
        },
        defineRoutes((route) => route.get('/', () => 'open')),
      ])
      // oxlint-disable no-await-in-loop -- one moment after the other
      await app.boot()
      const listening = app.listen({ port, core }).then(
        () => 'E_APP_STOPPING',
        (error: { code?: string }) => error.code,
      )
      for (let i = 0; i < count; i++) await step()
      await app.shutdown()
      expect(await listening).toBe('E_APP_STOPPING')
      await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed')
      expect(events.at(-1)).toBe('shut down')
      // oxlint-enable no-await-in-loop
    }
  })

  test('ends well when a signal tells it', async () => {
    const child = spawn(process.execPath, [script, core], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    const [output, errors, [code]] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ])
    expect(output).toContain('provider shut down')
    expect([code, errors]).toEqual([0, ''])
  })
})
