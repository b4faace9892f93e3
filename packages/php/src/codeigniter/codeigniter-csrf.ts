import { randomBytes } from 'node:crypto'
import type { FoundSession, HttpRequest, Session, SharedCsrf } from '@vanillin/core'
import { isSame } from '../sessions/session-csrf.ts'

export interface CodeIgniterCsrfOptions {
  /** Where the token is: `csrfProtection` of version 4. Default: `cookie`, which is all that version 3 has. */
  readonly in?: 'cookie' | 'session'
  /** `csrf_token_name`: the field, and the name in the session. Default: `csrf_test_name`. */
  readonly field?: string
  /** `csrf_cookie_name`, with the prefix of cookies. Default: `csrf_cookie_name`. */
  readonly cookie?: string
  /** `tokenRandomize` of version 4. Default: false. */
  readonly randomize?: boolean
}

const HASH = /^[0-9a-f]{32}$/
const HASH_BYTES = 16

/** CodeIgniter's tokens: its forms are accepted here, and those from here there. */
export class CodeIgniterCsrf implements SharedCsrf {
  readonly field: string
  readonly #isInCookie: boolean
  readonly #cookie: string
  readonly #randomize: boolean

  constructor(version: 3 | 4, options: CodeIgniterCsrfOptions) {
    const { field = 'csrf_test_name', cookie = 'csrf_cookie_name', randomize = false } = options
    this.field = field
    this.#isInCookie = version === 3 || options.in !== 'session'
    this.#cookie = cookie
    this.#randomize = randomize && version === 4
  }

  tokenFor(session: Session, request: HttpRequest): string {
    const kept = this.#isInCookie ? request.cookies.get(this.#cookie) : session.get(this.field as never)
    const hash = typeof kept === 'string' && HASH.test(kept) ? kept : this.#keep(session, request)
    return this.#randomize ? mask(hash) : hash
  }

  isAccepted(token: string, { record }: FoundSession, request: HttpRequest): boolean {
    const kept = this.#isInCookie ? request.cookies.get(this.#cookie) : record.data[this.field]
    const hash = this.#randomize ? unmask(token) : token
    return typeof kept === 'string' && HASH.test(kept) && hash !== undefined && isSame(kept, hash)
  }

  renew(session: Session): void {
    if (!this.#isInCookie) session.forget(this.field)
  }

  #keep(session: Session, request: HttpRequest): string {
    const hash = randomBytes(HASH_BYTES).toString('hex')
    if (this.#isInCookie) request.cookies.set(this.#cookie, hash)
    else session.set(this.field as never, hash as never)
    return hash
  }
}

/** The hash under a random key, and the key behind it: no two pages show the same text. */
function mask(hash: string): string {
  const key = randomBytes(HASH_BYTES)
  return xor(Buffer.from(hash, 'hex'), key).toString('hex') + key.toString('hex')
}

function unmask(token: string): string | undefined {
  if (!/^[0-9a-f]{64}$/.test(token)) return undefined
  const bytes = Buffer.from(token, 'hex')
  return xor(bytes.subarray(0, HASH_BYTES), bytes.subarray(HASH_BYTES)).toString('hex')
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ right[index]!))
}
