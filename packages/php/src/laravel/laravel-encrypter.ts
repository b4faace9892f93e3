import { createCipheriv, createDecipheriv, createHmac, randomBytes, type CipherGCMTypes } from 'node:crypto'
import { isSame } from '../sessions/session-csrf.ts'
import { laravelKeyBytes, type LaravelCipher, type LaravelKeys } from './laravel-app-key.ts'

interface Payload {
  readonly iv: string
  readonly value: string
  readonly mac: string
  readonly tag: string
}

/** Of HMAC-SHA-1 in hexadecimal digits, and the bar behind it. */
const PREFIX_CHARACTERS = 41
const TAG_BYTES = 16

/**
 * Encrypts and decrypts as Laravel's `Crypt` and its cookies do, with the same APP_KEY: each side reads what the other has made.
 *
 * @example
 * const laravel = new LaravelEncrypter({ key: env.string('LARAVEL_APP_KEY') })
 * laravel.encryptString('secret') // Crypt::decryptString() reads it
 * laravel.decryptCookie('theme', cookie) // what cookie('theme', 'dark') has sent
 */
export class LaravelEncrypter {
  readonly #cipher: LaravelCipher
  readonly #keys: readonly Buffer[]

  /** @throws VanillinError `E_APP_KEY` */
  constructor({ key, previousKeys = [], cipher = 'aes-256-cbc' }: LaravelKeys) {
    this.#cipher = cipher
    this.#keys = [key, ...previousKeys].map((text) => laravelKeyBytes(text, cipher))
  }

  /** As `Crypt::encryptString()`. */
  encryptString(text: string | Buffer): string {
    const iv = randomBytes(this.#isAuthenticated ? 12 : 16)
    const key = this.#keys[0]!
    if (this.#isAuthenticated) {
      const cipher = createCipheriv(this.#cipher as CipherGCMTypes, key, iv, { authTagLength: TAG_BYTES })
      const value = Buffer.concat([cipher.update(text), cipher.final()]).toString('base64')
      return pack({ iv: iv.toString('base64'), value, mac: '', tag: cipher.getAuthTag().toString('base64') })
    }
    const cipher = createCipheriv(this.#cipher, key, iv)
    const value = Buffer.concat([cipher.update(text), cipher.final()]).toString('base64')
    const encoded = iv.toString('base64')
    return pack({ iv: encoded, value, mac: macOf(encoded, value, key), tag: '' })
  }

  /** As `Crypt::decryptString()`, in bytes; undefined for what was forged, cut off or made with another key. */
  decrypt(token: string): Buffer | undefined {
    const payload = unpack(token)
    if (payload === undefined) return undefined
    for (const key of this.#keys) {
      const text = this.#isAuthenticated
        ? this.#openAuthenticated(payload, key)
        : this.#openChecked(payload, key)
      if (text !== undefined) return text
    }
    return undefined
  }

  /** As `Crypt::decryptString()`. */
  decryptString(token: string): string | undefined {
    return this.decrypt(token)?.toString('utf8')
  }

  /** The value of a cookie as Laravel sends it: what is encrypted holds the name, so no cookie passes for another. */
  encryptCookie(name: string, value: string): string {
    return this.encryptString(cookiePrefix(name, this.#keys[0]!) + value)
  }

  /** The value that a cookie of Laravel holds; undefined where it was forged or belongs to another name. */
  decryptCookie(name: string, cookie: string): string | undefined {
    const text = this.decryptString(cookie)
    if (text === undefined) return undefined
    const isOurs = this.#keys.some((key) => isSame(cookiePrefix(name, key), text.slice(0, PREFIX_CHARACTERS)))
    return isOurs ? text.slice(PREFIX_CHARACTERS) : undefined
  }

  get #isAuthenticated(): boolean {
    return this.#cipher.endsWith('gcm')
  }

  #openChecked({ iv, value, mac, tag }: Payload, key: Buffer): Buffer | undefined {
    const bytes = Buffer.from(iv, 'base64')
    if (tag !== '' || bytes.length !== 16 || !isSame(macOf(iv, value, key), mac)) return undefined
    const decipher = createDecipheriv(this.#cipher, key, bytes)
    return finish(() => Buffer.concat([decipher.update(value, 'base64'), decipher.final()]))
  }

  #openAuthenticated({ iv, value, tag }: Payload, key: Buffer): Buffer | undefined {
    const bytes = Buffer.from(iv, 'base64')
    const tagBytes = Buffer.from(tag, 'base64')
    if (bytes.length !== 12 || tagBytes.length !== TAG_BYTES) return undefined
    const decipher = createDecipheriv(this.#cipher as CipherGCMTypes, key, bytes, {
      authTagLength: TAG_BYTES,
    })
    decipher.setAuthTag(tagBytes)
    return finish(() => Buffer.concat([decipher.update(value, 'base64'), decipher.final()]))
  }
}

/** What is no ciphertext of this key throws: which of the reasons it was is not to be told. */
function finish(work: () => Buffer): Buffer | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

function macOf(iv: string, value: string, key: Buffer): string {
  return createHmac('sha256', key)
    .update(iv + value)
    .digest('hex')
}

function cookiePrefix(name: string, key: Buffer): string {
  return `${createHmac('sha1', key).update(`${name}v2`).digest('hex')}|`
}

function pack(payload: Payload): string {
  return Buffer.from(JSON.stringify(payload)).toString('base64')
}

function unpack(token: string): Payload | undefined {
  let payload: unknown
  try {
    payload = JSON.parse(Buffer.from(token, 'base64').toString('utf8'))
  } catch {
    return undefined
  }
  if (typeof payload !== 'object' || payload === null) return undefined
  const { iv, value, mac, tag = '' } = payload as Readonly<Record<string, unknown>>
  if (typeof iv !== 'string' || typeof value !== 'string' || typeof mac !== 'string') return undefined
  return typeof tag === 'string' ? { iv, value, mac, tag } : undefined
}
