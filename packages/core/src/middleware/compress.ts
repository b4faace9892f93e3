import { middleware, type Middleware } from '../application/middleware.ts'
import { coders, hasZstd } from '../compression/coder.ts'
import { Compressor } from '../compression/compressor.ts'
import type { ContentCoding } from '../compression/content-coding.ts'

export interface CompressOptions {
  /** Smaller bodies are sent as they are. Default: 1024. */
  readonly minBytes?: number
  /** What is offered, the best first. Default: br, zstd where Node has it (22.15 and later), gzip. */
  readonly codings?: readonly ContentCoding[]
}

/**
 * Compresses text, JSON and the like, as the client's Accept-Encoding allows (RFC 9110, 8.4): whole bodies and, piece by piece,
 * streams. Left alone is what has a Content-Encoding already, a range, what is small, and what says `Cache-Control: no-transform`. Put it
 * first on the boot list, so that it sees what all others have done. Files of public/ are not reached: `vanillin build` compresses them.
 *
 * @example
 * export default createApp(config, [compress(), routes])
 *
 * @throws RangeError for a coding that this Node does not have
 */
export function compress(options: CompressOptions = {}): Middleware {
  const { minBytes = 1024, codings = hasZstd() ? ['br', 'zstd', 'gzip'] : ['br', 'gzip'] } = options
  if (codings.includes('zstd') && !hasZstd()) {
    throw new RangeError(`Node ${process.versions.node} has no zstd: it comes with Node 22.15.`)
  }
  const compressor = new Compressor(
    codings.map((coding) => coders[coding]),
    minBytes,
  )
  return middleware((request, next) => {
    const answer = next()
    return answer instanceof Promise
      ? answer.then((response) => compressor.apply(request, response))
      : compressor.apply(request, answer)
  })
}
