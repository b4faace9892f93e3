import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createApp, defineRoutes, type Application } from 'vanillin'
import { php } from 'vanillin/php'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { PhpFpm } from '../../packages/php/src/testing/php-fpm.fixture.ts'
import { describeWith } from '../../packages/php/src/testing/programs.fixture.ts'
import { coresHere } from '../application/cores.ts'
import { exchange } from './exchange.ts'
import { LegacyApp } from './legacy-app.ts'

const MEGABYTE = 2 ** 20

describeWith('faults around a PHP app behind the bridge', ['php-fpm'], () => {
  let legacy: LegacyApp
  let fpm: PhpFpm

  beforeAll(async () => {
    legacy = new LegacyApp()
    fpm = await new PhpFpm({ workers: 5 }).start()
  })
  afterAll(async () => {
    await fpm.remove()
    legacy.remove()
  })

  describe.each(coresHere())('on the %s core', (core) => {
    let app: Application
    let origin: string
    let port: number

    beforeAll(async () => {
      app = createApp({ app: { name: 'Front', log: { level: 'silent' } } }, [
        defineRoutes((route) => {
          route.fallback(
            php({ root: legacy.root, fpm: fpm.address, maxBodyBytes: 2_000 * MEGABYTE, timeoutMs: 20_000 }),
          )
        }),
      ])
      port = (await app.listen({ port: 0, core })).port
      origin = `http://127.0.0.1:${port}`
    })
    afterAll(() => app.shutdown())

    const untilIdle = (): Promise<void> =>
      vi.waitFor(async () => expect((await fpm.status()).running).toBe(0), { timeout: 30_000, interval: 50 })

    test('10,000 clients that leave at any moment leave no busy worker and no socket behind', async () => {
      await exchange(origin, '/pages/hello.php')
      const counts = { left: 0, answered: 0 }
      const paths = [
        '/pages/endless.php',
        '/pages/large.php',
        '/pages/slow.php?ms=20',
        '/pages/hello.php',
        '/news',
      ]
      const visit = async (index: number): Promise<void> => {
        const client = connect({ host: '127.0.0.1', port })
        client.on('error', () => {})
        const closed = once(client, 'close')
        const path = paths[index % paths.length] ?? '/'
        const isUpload = index % 7 === 3
        client.write(
          isUpload
            ? `POST /pages/raw.php HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n${'x'.repeat((index * 977) % 199_999)}`
            : `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`,
        )
        const answered = once(client, 'data').then(() => true)
        const left = wait(Math.random() * 60).then(() => false)
        // Some leave by the clock, all with half a form among them, some with the first byte of the answer.
        const isAnswered = await Promise.race(
          index % 2 === 0 && !isUpload
            ? [answered, closed.then(() => false)]
            : [left, closed.then(() => false)],
        )
        counts[isAnswered ? 'answered' : 'left']++
        client.destroy()
        await closed
      }
      const open = (kind: string): number =>
        process.getActiveResourcesInfo().filter((name) => name === kind).length
      const before = open('TCPSocketWrap')
      for (let round = 0; round < 500; round++) {
        // oxlint-disable-next-line no-await-in-loop -- twenty at once
        await Promise.all(Array.from({ length: 20 }, (_, index) => visit(round * 20 + index).catch(() => {})))
      }
      await untilIdle()
      expect((await exchange(origin, '/pages/hello.php')).status).toBe(200)
      // connections that were kept close after their second
      await vi.waitFor(
        () => {
          expect(open('PipeWrap')).toBeLessThan(6)
          expect(open('TCPSocketWrap')).toBeLessThanOrEqual(before)
        },
        { timeout: 30_000 },
      )
      console.info(`aborts on ${core}:`, counts)
      expect(counts.left + counts.answered).toBe(10_000)
    }, 900_000)

    test('php-fpm that is killed and started again under load: errors while it is away, and none after', async () => {
      const statuses = new Map<string, number>()
      const over = new AbortController()
      const load = async (): Promise<void> => {
        while (!over.signal.aborted) {
          // oxlint-disable-next-line no-await-in-loop -- one after the other
          const { status } = await exchange(origin, Math.random() < 0.5 ? '/pages/slow.php?ms=10' : '/news')
          statuses.set(String(status), (statuses.get(String(status)) ?? 0) + 1)
          // oxlint-disable-next-line no-await-in-loop -- a server that is away answers at once
          if (status !== 200) await wait(5)
        }
      }
      const clients = Array.from({ length: 8 }, load)
      const until = (status: string, count: number): Promise<void> =>
        vi.waitFor(() => expect(statuses.get(status) ?? 0).toBeGreaterThan(count), { timeout: 30_000 })
      for (let round = 1; round <= 3; round++) {
        const served = statuses.get('200') ?? 0
        // oxlint-disable-next-line no-await-in-loop -- away, and back
        await until('200', served + 50)
        const failed = statuses.get('502') ?? 0
        // oxlint-disable-next-line no-await-in-loop -- as above
        await fpm.stop(round === 2 ? 'SIGTERM' : 'SIGKILL')
        // oxlint-disable-next-line no-await-in-loop -- as above
        await until('502', failed + 20)
        // oxlint-disable-next-line no-await-in-loop -- as above
        await fpm.start()
      }
      await until('200', (statuses.get('200') ?? 0) + 50)
      over.abort()
      await Promise.all(clients)
      console.info(`restarts on ${core}:`, Object.fromEntries(statuses))
      expect([...statuses.keys()].filter((status) => !['200', '502'].includes(status))).toEqual([])
      await untilIdle()
      for (let i = 0; i < 50; i++) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        expect((await exchange(origin, '/pages/hello.php')).status).toBe(200)
      }
    })

    test('1 GB down and 1 GB up in bounded memory', async () => {
      const bytes = 1_024 * MEGABYTE
      await exchange(origin, '/pages/hello.php')
      const before = process.memoryUsage().rss
      let peak = before
      const look = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
      try {
        const response = await fetch(`${origin}/pages/download.php?bytes=${bytes}`)
        let received = 0
        for await (const chunk of response.body!) received += chunk.byteLength
        expect(received).toBe(bytes)
        const chunk = Buffer.alloc(64 * 1024, 'up')
        const upload = new ReadableStream({
          pull(controller) {
            sent += chunk.length
            controller.enqueue(chunk)
            if (sent >= bytes) controller.close()
          },
        })
        let sent = 0
        const answer = await fetch(`${origin}/pages/raw.php`, {
          method: 'POST',
          body: upload,
          duplex: 'half',
        } as RequestInit)
        expect(await answer.json()).toMatchObject({ bytes, length: String(bytes) })
      } finally {
        clearInterval(look)
      }
      console.info(`memory on ${core}: ${Math.round((peak - before) / MEGABYTE)} MB more at the peak`)
      expect(peak - before).toBeLessThan(150 * MEGABYTE)
    }, 900_000)
  })
})
