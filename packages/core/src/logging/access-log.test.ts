import { afterEach, describe, expect, test, vi } from 'vitest'
import type { HttpRequest } from '../http/http-request.ts'
import { AccessLog } from './access-log.ts'
import { LineWriter } from './line-writer.ts'
import { createLogger } from './logger.ts'

describe('the access line of production', () => {
  const written: string[] = []
  vi.spyOn(LineWriter.prototype, 'write').mockImplementation((lines) => {
    written.push(...lines.toString().split(/(?<=\n)/))
  })
  afterEach(() => written.splice(0))

  const cases: readonly (readonly [method: string, path: string, status: number, durationMs: number])[] = [
    ['GET', '/users/42', 200, 0.1234],
    ['POST', '/', 303, 12],
    ['GET', '/a"b\\c', 404, 0.004],
    ['GET', '/%E2%9C%93', 499, 60_001.999],
    ['GET', '/tab\there', 200, 1.1],
    ['GET', '/', 200, 0],
    ['GET', '/', 200, 0.05],
    ['GET', '/', 200, 12_345.5],
    ['DELETE', `/${'long/'.repeat(300)}`, 204, 3],
    ['GET', `/${'longer/'.repeat(1_200)}`, 404, 3],
  ]
  for (const [method, path, status, durationMs] of cases) {
    test(`is what pino writes for ${JSON.stringify(path)}, to the letter but for the time`, () => {
      const log = createLogger('production')
      const request = { id: 'abc-1', method, path } as HttpRequest
      new AccessLog(log).write('info', request, status, durationMs)
      log.info({ requestId: 'abc-1', status, ms: Math.round(durationMs * 100) / 100 }, `${method} ${path}`)
      log.flush()
      expect(written).toHaveLength(2)
      const [ours, theirs] = written.map((line) => line.replace(/"time":"[^"]*"/, '"time":""'))
      expect(ours).toBe(theirs)
    })
  }

  test('keeps the order of the lines, whichever way they take, across batches', () => {
    const log = createLogger('production')
    const access = new AccessLog(log)
    for (let i = 0; i < 1_000; i++) {
      access.write('info', { id: String(i), method: 'GET', path: '/plain' } as HttpRequest, 200, i)
      log.info({ requestId: `${i} of pino` }, i % 50 === 0 ? '✓'.repeat(6_000) : 'short')
    }
    log.flush()
    expect(written.map((line) => (JSON.parse(line) as { requestId: string }).requestId)).toEqual(
      Array.from({ length: 1_000 }, (_, i) => [String(i), `${i} of pino`]).flat(),
    )
  })

  test('has the time of its millisecond, also when the clock is set back', () => {
    const times = [
      '2026-11-26T15:59:06.319Z',
      '2026-11-26T15:59:06.320Z',
      '2026-11-26T15:59:06.999Z',
      '2026-11-26T15:59:07.000Z',
      '2026-11-26T15:59:07.000Z',
      '2026-11-26T15:59:07.008Z',
      '2026-11-26T15:59:06.500Z',
      '2027-01-01T00:00:00.042Z',
    ]
    const log = createLogger('production', { level: 'trace' })
    const access = new AccessLog(log)
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      for (const level of ['info', 'trace', 'info'] as const) {
        for (const time of times) {
          vi.setSystemTime(time)
          access.write(level, { id: 'a', method: 'GET', path: '/' } as HttpRequest, 200, 1)
        }
      }
    } finally {
      vi.useRealTimers()
    }
    log.flush()
    const lines = written.map((line) => JSON.parse(line) as { time: string; level: number })
    expect(lines.map(({ time }) => time)).toEqual([...times, ...times, ...times])
    expect(lines.map(({ level }) => level)).toEqual([30, 10, 30].flatMap((level) => times.map(() => level)))
  })

  test('has the fields that were bound to the logger', () => {
    const log = createLogger('production').child({ service: 'shop' })
    new AccessLog(log).write('info', { id: 'abc-1', method: 'GET', path: '/' } as HttpRequest, 200, 1)
    log.flush()
    expect(JSON.parse(written.join(''))).toMatchObject({ service: 'shop', requestId: 'abc-1' })
  })

  test('is not written below the level of the logger', () => {
    const log = createLogger('production', { level: 'warn' })
    new AccessLog(log).write('info', { id: 'abc-1', method: 'GET', path: '/' } as HttpRequest, 200, 1)
    log.flush()
    expect(written).toEqual([])
    log.warn('above it')
    log.flush()
    expect(written).toHaveLength(1)
  })

  test('follows a level that is changed while the app runs', () => {
    const log = createLogger('production', { level: 'warn' })
    const access = new AccessLog(log)
    log.level = 'info'
    access.write('info', { id: 'abc-1', method: 'GET', path: '/seen' } as HttpRequest, 200, 1)
    log.level = 'silent'
    access.write('info', { id: 'abc-2', method: 'GET', path: '/unseen' } as HttpRequest, 200, 1)
    log.flush()
    expect(written.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['GET /seen'])
  })
})
