import { afterEach, expect, test, vi } from 'vitest'
import { BodyError } from './body-error.ts'

afterEach(() => vi.unstubAllEnvs())

test('in production what a client did wrong with a body has no frames, for which a built app would read its source maps', () => {
  vi.stubEnv('NODE_ENV', 'production')
  expect(new BodyError('E_BODY_ABORTED', 'The client left.').stack).not.toMatch(/\n\s+at /)
  expect(new BodyError('E_BODY_USED', 'It was read before.').stack).toMatch(/\n\s+at /)
})
