import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { FileStorage } from '../files/file-storage.ts'
import { extensionOf } from './client-name.ts'
import type { ContentKind } from './content-kind.ts'
import { moveFile } from './move-file.ts'

/** What was learned of a file while it was received. */
export interface ReceivedFile {
  readonly field: string
  readonly clientName: string
  readonly clientType: string
  readonly sizeBytes: number
  readonly maxBytes: number
  readonly kind: ContentKind
  /** Where it lies until the response is out. */
  readonly path: string
  /** What relative folders begin at. */
  readonly root: string
  readonly storage: FileStorage
}

export interface MoveToOptions {
  /** A name without folders. Default: a random one with the extension of the content. */
  readonly name?: string
  /** Replaces a file of that name. Default: false, it is refused. */
  readonly overwrite?: boolean
  /** Permissions. Default: 0o644. */
  readonly mode?: number
}

/**
 * A file that came with a form. It lies in the app's temporary folder until the response is out; `store` keeps it.
 *
 * @example
 * const photo = this.files.get('photo')
 * const path = await photo.store('photos')
 */
export class UploadedFile {
  /** The name of its field, parts joined by dots: `docs.0.file`. */
  readonly field: string
  /** What the client calls it, without folders and whatever could do harm; for people to read. */
  readonly clientName: string
  /** The Content-Type that the client declares. Nothing vouches for it: see `type`. */
  readonly clientType: string
  /** How much came; more than was kept when it is `tooLarge`. */
  readonly sizeBytes: number
  /** The media type, by the content; `application/octet-stream` when it has no known signature and is no text. */
  readonly type: string
  /** The extension that belongs to the content, without a dot. */
  readonly extension: string
  /** True when it was larger than its limit: nothing of it was kept. PHP: `UPLOAD_ERR_INI_SIZE`. */
  readonly tooLarge: boolean
  /** The limit of its field. */
  readonly maxBytes: number
  readonly #received: ReceivedFile
  #path: string | undefined

  constructor(received: ReceivedFile) {
    this.field = received.field
    this.clientName = received.clientName
    this.clientType = received.clientType
    this.sizeBytes = received.sizeBytes
    this.type = received.kind.type
    this.extension = received.kind.extension
    this.maxBytes = received.maxBytes
    this.tooLarge = received.sizeBytes > received.maxBytes
    this.#received = received
    this.#path = received.path
  }

  /** The extension of `clientName`, in lower case, without a dot. */
  get clientExtension(): string {
    return extensionOf(this.clientName)
  }

  /**
   * Where it lies now.
   * @throws VanillinError `E_UPLOAD_TOO_LARGE`, `E_UPLOAD_GONE` after the response
   */
  get path(): string {
    this.assertWhole()
    if (this.#path !== undefined) return this.#path
    throw new VanillinError('E_UPLOAD_GONE', `The file of "${this.field}" was removed with its response.`)
  }

  /**
   * Keeps it in the app's storage (`storage` of config/app.ts), for the app alone: under a random name with the extension of its
   * content. The name appears with the whole file behind it, or not at all.
   *
   * @example
   * const path = await this.files.get('photo').store('photos') // photos/5f0c...e1.jpg
   *
   * @param folder of the storage, made if need be
   * @returns its path in the storage, for the database: what `this.sendFile()` and `this.app.storage.remove()` take
   * @throws VanillinError `E_STORAGE_PATH` for a folder outside of the storage, `E_UPLOAD_TOO_LARGE`, `E_UPLOAD_GONE`
   */
  async store(folder: string): Promise<string> {
    const name = randomName(this.extension)
    const target = await this.#received.storage.makeFolder(folder)
    this.#path = await moveFile(this.path, target, name, { overwrite: false, mode: 0o600 })
    return `${folder}/${name}`
  }

  /**
   * Keeps it anywhere else: moves it into a folder, which is made if need be. The name appears with the whole file behind it, or not at all.
   *
   * @example
   * const path = await this.files.get('photo').moveTo('/srv/www/photos', { name: 'ada.jpg', overwrite: true })
   *
   * @param folder relative to the app's root, or absolute
   * @returns the path of the file
   * @throws VanillinError `E_UPLOAD_NAME` for a name that is none, `E_UPLOAD_EXISTS`, `E_UPLOAD_TOO_LARGE`, `E_UPLOAD_GONE`
   */
  async moveTo(folder: string, options: MoveToOptions = {}): Promise<string> {
    const { name = randomName(this.extension), overwrite = false, mode = 0o644 } = options
    if (!isFileName(name))
      throw new VanillinError(
        'E_UPLOAD_NAME',
        `moveTo() takes the name of a file, not ${JSON.stringify(name)}.`,
      )
    this.#path = await moveFile(this.path, resolve(this.#received.root, folder), name, { overwrite, mode })
    return this.#path
  }

  /** Its content, read as it is taken. @throws VanillinError as `path` */
  stream(): Readable {
    return createReadStream(this.path)
  }

  /** Its whole content, in memory. @throws VanillinError as `path` */
  async bytes(): Promise<Uint8Array> {
    return readFile(this.path)
  }

  /**
   * The hash of its content in hexadecimal.
   * @param algorithm one that OpenSSL knows
   */
  async hash(algorithm: string = 'sha256'): Promise<string> {
    const hash = createHash(algorithm)
    await pipeline(this.stream(), hash)
    return hash.digest('hex')
  }

  /** @internal The file, if nothing of it is missing. @throws VanillinError `E_UPLOAD_TOO_LARGE` */
  assertWhole(): this {
    if (!this.tooLarge) return this
    throw new VanillinError(
      'E_UPLOAD_TOO_LARGE',
      `The file "${this.field}" is larger than the ${this.maxBytes} bytes that are accepted.`,
    )
  }

  /** @internal Where it lay at first. */
  get receivedPath(): string {
    return this.#received.path
  }

  /** @internal Removes what was not kept. */
  async discard(): Promise<void> {
    if (this.#path !== this.#received.path) return
    this.#path = undefined
    await rm(this.#received.path, { force: true })
  }
}

function randomName(extension: string): string {
  return `${randomBytes(16).toString('hex')}.${extension}`
}

/** One part of a path that stays in its folder, on every system. */
function isFileName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (/[/\\\u0000-\u001f]/.test(name) || /^\.{1,2}$/.test(name) || /^[a-z]:/i.test(name)) return false
  return name !== '' && Buffer.byteLength(name) <= 255
}
