import { Readable } from 'node:stream'
import { HttpResponse } from '@vanillin/core'
import { expect, test } from 'vitest'
import { copyAnswer } from './captured-answer.ts'

test('a client that does not read is not waited for, and gets the whole body when it does', async () => {
  const pieces = Array.from({ length: 40 }, () => 'x'.repeat(10_000))
  const response = new HttpResponse(Readable.from(pieces, { objectMode: false }))
  const given = new AbortController()
  const copy = copyAnswer(response, given.signal)
  given.abort()
  expect(await copy).toBeUndefined()
  let sizeBytes = 0
  for await (const piece of response.takeBody() as Readable) sizeBytes += (piece as Buffer).byteLength
  expect(sizeBytes).toBe(400_000)
})
