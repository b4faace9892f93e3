import { createNodeCore } from '@vanillin/http'
import { describeHttpCore } from './describe-http-core.ts'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

describeHttpCore('node', createNodeCore, {
  http10: true,
  absoluteForm: true,
  asyncPipelining: true,
  chunkExtensions: true,
  keepAliveAfterChunked: true,
  explainsBadHeads: true,
  fragmentedRequestLine: true,
  latin1Headers: true,
  remotePort: true,
  duplexTls: true,
  reusePort: major > 22 || (major === 22 && minor >= 12),
})
