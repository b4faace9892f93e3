import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { createWriteStream, type WriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { toClientName } from '../../uploads/client-name.ts'
import { contentKind, SAMPLE_BYTES } from '../../uploads/content-kind.ts'
import type { FileStorage } from '../../files/file-storage.ts'
import type { UploadFolder } from '../../uploads/upload-folder.ts'
import { UploadedFile } from '../../uploads/uploaded-file.ts'
import { VanillinError } from '../../errors/vanillin-error.ts'

/** A file part whose head was read. */
export interface FilePart {
  /** As sent: `docs[0][file]`. */
  readonly name: string
  readonly clientName: string
  readonly clientType: string
  readonly content: Readable
}

/** Writes the files of one form to disk as they come, and knows all that it has written. */
export class FileReceiver {
  readonly #folder: UploadFolder
  readonly #storage: FileStorage
  readonly #paths: string[] = []
  readonly #files: UploadedFile[] = []
  #discarded = false

  constructor(folder: UploadFolder, storage: FileStorage) {
    this.#folder = folder
    this.#storage = storage
  }

  /**
   * Receives one file; of what is beyond `maxBytes` nothing is written.
   * @throws VanillinError `E_UPLOAD_FAILED`
   */
  async receive(part: FilePart, field: string, maxBytes: number): Promise<UploadedFile> {
    const { path, handle } = await this.#folder.create()
    this.#paths.push(path)
    const target = createWriteStream(path, { fd: handle })
    const { sizeBytes, sample } = await copy(part.content, target, maxBytes)
    const clientName = toClientName(part.clientName)
    const file = new UploadedFile({
      field,
      clientName,
      clientType: part.clientType,
      sizeBytes,
      maxBytes,
      kind: await contentKind(sample, clientName),
      path,
      root: this.#folder.root,
      storage: this.#storage,
    })
    this.#files.push(file)
    if (file.tooLarge || this.#discarded) await rm(path, { force: true })
    return file
  }

  /** Removes what was not moved away. */
  async discard(): Promise<void> {
    this.#discarded = true
    await Promise.all(this.#files.map((file) => file.discard()))
    const received = new Set(this.#files.map((file) => file.receivedPath))
    await Promise.all(
      this.#paths.filter((path) => !received.has(path)).map((path) => rm(path, { force: true })),
    )
  }
}

interface Copied {
  readonly sizeBytes: number
  /** The first bytes. */
  readonly sample: Uint8Array
}

async function copy(content: Readable, target: WriteStream, maxBytes: number): Promise<Copied> {
  const sample: Uint8Array[] = []
  let sampled = 0
  let sizeBytes = 0
  const done = finished(target)
  // looked at below; a disk that fails meanwhile must not end the process
  done.catch(() => undefined)
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      sizeBytes += chunk.byteLength
      if (sizeBytes > maxBytes) continue
      if (sampled < SAMPLE_BYTES) {
        const piece = Uint8Array.prototype.slice.call(chunk, 0, SAMPLE_BYTES - sampled)
        sample.push(piece)
        sampled += piece.byteLength
      }
      if (!target.write(chunk)) await Promise.race([once(target, 'drain'), done])
    }
    target.end()
    await done
  } catch (error) {
    target.destroy()
    await done.catch(() => undefined)
    throw isDiskError(error) ? notWritten(error) : error
  }
  return { sizeBytes, sample: Buffer.concat(sample) }
}

function isDiskError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

function notWritten(cause: unknown): VanillinError {
  return new VanillinError('E_UPLOAD_FAILED', 'A file could not be written to the temporary folder.', {
    cause,
  })
}
