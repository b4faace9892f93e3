import { HttpResponse } from './http-response.ts'
import { IterableStream, type Chunks } from './iterable-stream.ts'

/** True for what a generator function returns, of either kind. */
export function isGenerator(value: object): value is AsyncGenerator | Generator {
  const tag: unknown = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag]
  return tag === 'AsyncGenerator' || tag === 'Generator'
}

/**
 * What a generator yields, as HTML that is sent as it comes.
 * @param begun what it has yielded already
 */
export function generatorResponse(chunks: Chunks, begun?: IteratorResult<unknown>): HttpResponse {
  return new HttpResponse(new IterableStream(chunks, begun === undefined ? {} : { begun }), {
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  })
}
