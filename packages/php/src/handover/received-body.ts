import { unlink, type FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { HttpRequest } from '@vanillin/core'

/** As much of a body stays in memory. */
const IN_MEMORY_BYTES = 64 * 1024
/** What one record of FastCGI takes. */
const CHUNK_BYTES = 65_528

/**
 * A request body that is complete. PHP is asked only then, as nginx does it: a client that sends slowly would else hold one of the few
 * workers for as long as it likes, and PHP wants to know the length, which a chunked body does not tell.
 */
export class ReceivedBody {
  /** That of a request that has none. */
  static readonly none: ReceivedBody = new ReceivedBody(new Uint8Array(0), 0)

  readonly sizeBytes: number
  readonly #content: Uint8Array | FileHandle
  #isOpened = false

  private constructor(content: Uint8Array | FileHandle, sizeBytes: number) {
    this.#content = content
    this.sizeBytes = sizeBytes
  }

  /**
   * Takes the body of a request that has one.
   *
   * @throws BodyError as `request.rawStream()`
   */
  static async of(request: HttpRequest, maxBytes: number | undefined): Promise<ReceivedBody> {
    const chunks: Uint8Array[] = []
    let sizeBytes = 0
    let file: FileHandle | undefined
    try {
      const stream = request.rawStream(maxBytes === undefined ? {} : { maxBytes })
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        sizeBytes += chunk.byteLength
        if (file === undefined && sizeBytes > IN_MEMORY_BYTES) {
          file = await createNamelessFile(request)
          await file.writeFile(Buffer.concat(chunks.splice(0)))
        }
        if (file === undefined) chunks.push(chunk)
        else await file.writeFile(chunk)
      }
    } catch (error) {
      await file?.close()
      throw error
    }
    return new ReceivedBody(file ?? Buffer.concat(chunks), sizeBytes)
  }

  /** True when it can be had more than once. */
  get isInMemory(): boolean {
    return this.#content instanceof Uint8Array
  }

  open(): Uint8Array | Readable {
    this.#isOpened = true
    if (this.#content instanceof Uint8Array) return this.#content
    return this.#content.createReadStream({ start: 0, highWaterMark: CHUNK_BYTES })
  }

  /** Lets go of one that was never opened; a stream does so at its end. */
  async discard(): Promise<void> {
    if (!this.#isOpened && !(this.#content instanceof Uint8Array)) await this.#content.close()
  }
}

/** A file that is gone with the process, whatever happens. */
async function createNamelessFile({ app }: HttpRequest): Promise<FileHandle> {
  const { path, handle } = await app.uploads.create()
  await unlink(path)
  return handle
}
