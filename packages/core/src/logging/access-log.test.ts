import { afterEach, describe, expect, test, vi } from 'vitest'
import type { HttpRequest } from '../http/http-request.ts'
import { AccessLog } from './access-log.ts'
import { BatchedOutput } from './batched-output.ts'
import { createLogger } from './logger.ts'

describe('the access line of production', () => {
  const written: string[] = []
  const output = vi.spyOn(BatchedOutput.prototype, 'write').mockImplementation((line) => {
    written.push(line)
  })
  afterEach(() => written.splice(0))

  const cases: readonly (readonly [method: string, path: string, status: number, durationMs: number])[] = [
    ['GET', '/users/42', 200, 0.1234],
    ['POST', '/', 303, 12],
    ['GET', '/a"b\\c', 404, 0.004],
    ['GET', '/%E2%9C%93', 499, 60_001.999],
    ['GET', '/tab\there', 200, 1.1],
  ]
  for (const [method, path, status, durationMs] of cases) {
    test(`is what pino writes for ${JSON.stringify(path)}, to the letter but for the time`, () => {
      const log = createLogger('production')
      const request = { id: 'abc-1', method, path } as HttpRequest
      new AccessLog(log).write('info', request, status, durationMs)
      log.info({ requestId: 'abc-1', status, ms: Math.round(durationMs * 100) / 100 }, `${method} ${path}`)
      expect(written).toHaveLength(2)
      const [ours, theirs] = written.map((line) => line.replace(/"time":"[^"]*"/, '"time":""'))
      expect(ours).toBe(theirs)
    })
  }

  test('has the fields that were bound to the logger', () => {
    const log = createLogger('production').child({ service: 'shop' })
    new AccessLog(log).write('info', { id: 'abc-1', method: 'GET', path: '/' } as HttpRequest, 200, 1)
    expect(JSON.parse(written.join(''))).toMatchObject({ service: 'shop', requestId: 'abc-1' })
  })

  test('is not written below the level of the logger', () => {
    const log = createLogger('production', { level: 'warn' })
    new AccessLog(log).write('info', { id: 'abc-1', method: 'GET', path: '/' } as HttpRequest, 200, 1)
    expect(output).toHaveBeenCalled()
    expect(written).toEqual([])
  })
})
