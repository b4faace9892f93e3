import { BodyError, type BodyReadOptions } from '@vanillin/http'
import { Readable } from 'node:stream'
import type { HttpRequest } from './http-request.ts'

/** The bytes of a body, kept for all who ask: what parses it and what checks a signature over it. */
export class RawBody {
  readonly #request: HttpRequest
  #bytes: Promise<Buffer> | undefined

  constructor(request: HttpRequest) {
    this.#request = request
  }

  /** Who asks first says how many there may be. @throws BodyError */
  bytes(options?: BodyReadOptions): Promise<Buffer> {
    return (this.#bytes ??= this.#read(options))
  }

  /** As a stream that keeps nothing, unless the bytes were read before. @throws BodyError */
  stream(options: BodyReadOptions): Readable {
    const read = this.#bytes
    return read === undefined ? this.#request.body.stream(options) : Readable.from(once(read))
  }

  async #read(options: BodyReadOptions | undefined): Promise<Buffer> {
    if (this.#request.multipart?.opened === true)
      throw new BodyError(
        'E_BODY_USED',
        'The form with files was read already: ask for request.rawBody() in a middleware, before its fields are read.',
      )
    const bytes = await this.#request.body.bytes(options)
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
}

async function* once(bytes: Promise<Buffer>): AsyncGenerator<Buffer> {
  yield await bytes
}
