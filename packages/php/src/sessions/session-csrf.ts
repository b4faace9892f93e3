import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { FoundSession, Session, SharedCsrf } from '@vanillin/core'

export interface SessionCsrfOptions {
  /** The name in `$_SESSION` under which the app keeps its token. */
  readonly name: string
  /** The name of the field in the app's forms. Default: `name`. */
  readonly field?: string
  /** Makes a token for a session that has none. Default: 64 hexadecimal digits. */
  readonly create?: () => string
}

/** A token that the app keeps in the session and puts into its forms as it is: its forms are accepted here, and those from here there. */
export class SessionCsrf implements SharedCsrf {
  readonly field: string
  readonly #name: string
  readonly #create: () => string

  constructor({ name, field = name, create = () => randomBytes(32).toString('hex') }: SessionCsrfOptions) {
    this.#name = name
    this.field = field
    this.#create = create
  }

  tokenFor(session: Session): string {
    const kept = session.get(this.#name as never) as unknown
    if (typeof kept === 'string' && kept !== '') return kept
    const token = this.#create()
    session.set(this.#name as never, token as never)
    return token
  }

  isAccepted(token: string, { record }: FoundSession): boolean {
    const kept = record.data[this.#name]
    return typeof kept === 'string' && kept !== '' && isSame(kept, token)
  }

  renew(session: Session): void {
    session.forget(this.#name)
  }
}

export function isSame(expected: string, given: string): boolean {
  const bytes = Buffer.from(expected)
  const others = Buffer.from(given)
  return bytes.length === others.length && timingSafeEqual(bytes, others)
}
