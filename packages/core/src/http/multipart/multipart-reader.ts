import { type BusboyInstance } from '@fastify/busboy'
import { BodyError } from '@vanillin/http'
import type { Readable } from 'node:stream'
import { VanillinError } from '../../errors/vanillin-error.ts'
import type { FileStorage } from '../../files/file-storage.ts'
import type { UploadFolder } from '../../uploads/upload-folder.ts'
import type { UploadLimits } from '../../uploads/upload-limits.ts'
import type { UploadedFile } from '../../uploads/uploaded-file.ts'
import { FormDataTree, type FormTree } from '../form-data-tree.ts'
import { createParser } from './create-parser.ts'
import { FileReceiver, type FilePart } from './file-receiver.ts'
import { PartCounts } from './part-counts.ts'
import { isUploadName } from './upload-name.ts'

/** The parser gets no more at once, whatever the socket delivers: what it finds in a piece waits in memory. */
const PIECE_BYTES = 64 * 1024

export interface MultipartSource {
  readonly contentType: string
  /** Opens the body; called when reading begins. */
  readonly open: () => Readable
  readonly limits: UploadLimits
  readonly folder: UploadFolder
  readonly storage: FileStorage
}

interface AwaitedFile {
  readonly part: FilePart
  readonly path: readonly string[]
  received: UploadedFile | undefined
}

/**
 * Reads a `multipart/form-data` body (RFC 7578): texts into memory, files to disk, both into trees by PHP's rules. It can stop before
 * the first file, so that a guard may look at the texts and refuse the rest, which then costs nothing.
 */
export class MultipartReader {
  readonly #source: MultipartSource
  readonly #receiver: FileReceiver
  readonly #counts: PartCounts
  readonly #fields = new FormDataTree()
  readonly #paths = new FormDataTree<true>()
  readonly #files: AwaitedFile[] = []
  readonly #receiving: Promise<void>[] = []
  #failure: Error | undefined
  #ended = false
  #keepsFiles = false
  #complete = false
  #discarded = false
  #pumping: Promise<void> | undefined
  #finishing: Promise<void> | undefined
  /** What is waited for at the moment. */
  #onFailure: (error: Error) => void = () => {}
  #onEnd: () => void = () => {}
  #onFile: () => void = () => {}
  #onRelease: () => void = () => {}

  constructor(source: MultipartSource) {
    this.#source = source
    this.#receiver = new FileReceiver(source.folder, source.storage)
    this.#counts = new PartCounts(source.limits)
  }

  /** True from the first byte on that was asked for. */
  get opened(): boolean {
    return this.#pumping !== undefined
  }

  /** True when all was read, and well. */
  get complete(): boolean {
    return this.#complete
  }

  /** The texts that were read so far. */
  get fields(): FormTree {
    return this.#fields.toTree()
  }

  /** The files, after {@link finish}. */
  get files(): FormTree<UploadedFile> {
    const tree = new FormDataTree<UploadedFile>()
    for (const { part, received } of this.#files) if (received !== undefined) tree.add(part.name, received)
    return tree.toTree()
  }

  /**
   * Reads as far as the first file; to the end when there is none.
   * @throws VanillinError `E_FORM_MALFORMED`, `E_INPUT_KEY_REFUSED`
   * @throws BodyError
   */
  untilFirstFile(): Promise<void> {
    const pumping = this.#pump()
    if (this.#files.length > 0) return Promise.resolve()
    return Promise.race([pumping, new Promise<void>((resolve) => (this.#onFile = resolve))])
  }

  /**
   * Reads the rest, files included. When it fails nothing of them is left.
   * @throws VanillinError `E_FORM_MALFORMED`, `E_INPUT_KEY_REFUSED`, `E_UPLOAD_TOO_MANY`, `E_UPLOAD_FAILED`
   * @throws BodyError
   */
  finish(): Promise<void> {
    return (this.#finishing ??= this.#finish())
  }

  /** Removes the files that were not moved away, and gives up what still comes. */
  async discard(): Promise<void> {
    this.#discarded = true
    this.#onRelease()
    await this.#receiver.discard()
  }

  async #finish(): Promise<void> {
    this.#keepsFiles = true
    const pumping = this.#pump()
    for (const file of this.#files) this.#receive(file)
    this.#onRelease()
    try {
      await pumping
      await Promise.all(this.#receiving)
      this.#complete = true
    } catch (error) {
      for (const { part } of this.#files) part.content.destroy()
      await Promise.allSettled(this.#receiving)
      await this.#receiver.discard()
      throw error
    }
  }

  #pump(): Promise<void> {
    if (this.#pumping !== undefined) return this.#pumping
    this.#pumping = this.#readBody()
    // Whoever reads up to the first file and then refuses does not come back for what happens behind it.
    this.#pumping.catch(() => undefined)
    return this.#pumping
  }

  async #readBody(): Promise<void> {
    const parser = this.#createParser()
    let total = 0
    for await (const chunk of this.#source.open() as AsyncIterable<Uint8Array>) {
      total += chunk.byteLength
      this.#counts.assertTotal(total)
      for (let start = 0; start < chunk.byteLength; start += PIECE_BYTES)
        await this.#parse(parser, toPiece(chunk, start))
    }
    if (this.#ended) return
    await this.#untilOrFailure((resolve) => {
      this.#onEnd = resolve
      parser.end()
    })
  }

  /** Hands a piece to the parser, and waits until all that was in it has been taken. */
  async #parse(parser: BusboyInstance, piece: Buffer): Promise<void> {
    // what follows the closing boundary means nothing (RFC 2046, 5.1)
    if (this.#ended) return
    await this.#untilOrFailure((resolve) => parser.write(piece, resolve))
    if (this.#files.length === 0 || this.#keepsFiles) return
    await new Promise<void>((resolve) => (this.#onRelease = resolve))
    if (this.#discarded)
      throw new BodyError('E_BODY_ABORTED', 'The request was answered before its form was read.')
  }

  async #untilOrFailure(start: (resolve: () => void) => void): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#onFailure = reject
      start(() => resolve())
    })
    if (this.#failure !== undefined) throw this.#failure
  }

  #createParser(): BusboyInstance {
    return createParser(this.#source.contentType, this.#source.limits, {
      text: (name, value) => this.#guard(() => this.#addText(name, value)),
      file: (part) => this.#guard(() => this.#addFile(part)),
      end: () => {
        this.#ended = true
        this.#onEnd()
      },
      fail: (error) => this.#fail(error),
    })
  }

  #addText(name: string, value: string): void {
    this.#counts.addText(value)
    this.#fields.add(name, value)
  }

  #addFile(part: FilePart): void {
    // Of a file that fails elsewhere, and of one that nobody reads any more, nobody has to hear.
    part.content.on('error', () => {})
    // No file was chosen, PHP's UPLOAD_ERR_NO_FILE; and a name that PHP drops.
    const isTaken = part.clientName !== '' && isUploadName(part.name)
    const path = isTaken ? this.#paths.add(part.name, true) : undefined
    if (path === undefined) {
      part.content.resume()
      return
    }
    this.#counts.addFile(path[0]!)
    const file = { part, path, received: undefined }
    this.#files.push(file)
    if (this.#keepsFiles) this.#receive(file)
    else this.#onFile()
  }

  #receive(file: AwaitedFile): void {
    const { part, path } = file
    const receiving = this.#receiver
      .receive(part, path.join('.'), this.#counts.maxFileBytes(path[0]!))
      .then((received) => {
        file.received = received
      })
    receiving.catch((error: unknown) => this.#fail(error))
    this.#receiving.push(receiving)
  }

  /** The parser calls from inside its own loop: what is thrown there would never come back. */
  #guard(run: () => void): void {
    if (this.#failure !== undefined) return
    try {
      run()
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= toFailure(error)
    this.#onFailure(this.#failure)
  }
}

function toPiece(chunk: Uint8Array, start: number): Buffer {
  return Buffer.from(chunk.buffer, chunk.byteOffset + start, Math.min(PIECE_BYTES, chunk.byteLength - start))
}

function toFailure(error: unknown): Error {
  if (error instanceof VanillinError || error instanceof BodyError) return error
  return new VanillinError(
    'E_FORM_MALFORMED',
    `The form is not multipart/form-data: ${(error as Error).message}`,
    {
      cause: error,
    },
  )
}
