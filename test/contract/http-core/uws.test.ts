import { describe, test } from 'vitest'
import { describeHttpCore } from './describe-http-core.ts'

const uws = await import('@vanillin/uws').catch((error: unknown) => error as Error)

if (uws instanceof Error) {
  describe('HTTP core uws', () => {
    test.skip(`cannot run here: ${uws.message}`, () => {})
  })
} else {
  describeHttpCore('uws', uws.createUwsCore, {
    http10: false,
    absoluteForm: false,
    asyncPipelining: false,
    chunkExtensions: false,
    keepAliveAfterChunked: false,
    explainsBadHeads: false,
    fragmentedRequestLine: false,
    latin1Headers: false,
    remotePort: false,
    duplexTls: false,
    reusePort: true,
  })
}
