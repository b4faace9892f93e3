import { expect, onTestFinished, test } from 'vitest'
import { BodyError } from './body-error.ts'
import { RequestError } from './request-error.ts'

test('where clients are not traced, what one did wrong with a body has no frames, and what we did wrong has', () => {
  const { tracesClients } = RequestError
  onTestFinished(() => void (RequestError.tracesClients = tracesClients))
  RequestError.tracesClients = false
  expect(new BodyError('E_BODY_ABORTED', 'The client left.').stack).not.toMatch(/\n\s+at /)
  expect(new BodyError('E_BODY_USED', 'It was read before.').stack).toMatch(/\n\s+at /)
  RequestError.tracesClients = true
  expect(new BodyError('E_BODY_ABORTED', 'The client left.').stack).toMatch(/\n\s+at /)
})
