import { HttpCoreError } from './http-core-error.ts'

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
// oxlint-disable-next-line no-control-regex -- these are the characters that a field value must not hold
const FORBIDDEN_IN_VALUE = /[\0-\x08\x0a-\x1f\x7f]|[^\0-\xff]/

/**
 * Response headers in the order in which they were set. Names are kept as written and compared without
 * case. A name or value that could break out of its line (CR, LF, NUL) or leaves Latin-1 is refused
 * (RFC 9110, 5.5).
 *
 * @example
 * const headers = new ResponseHeaders()
 * headers.set('Content-Type', 'text/plain')
 * headers.append('Set-Cookie', 'a=1')
 * headers.append('Set-Cookie', 'b=2')
 */
export class ResponseHeaders {
  /** name, value, name, value ... */
  readonly #fields: string[] = []

  /**
   * Replaces every header of this name.
   * @throws HttpCoreError `E_HEADER_INVALID`
   */
  set(name: string, value: string): this {
    const lower = name.toLowerCase()
    for (let i = 0; i < this.#fields.length; i += 2) {
      if (this.#fields[i]!.toLowerCase() !== lower) continue
      this.delete(name)
      break
    }
    return this.append(name, value)
  }

  /**
   * Adds a line; for headers that may repeat, such as Set-Cookie.
   * @throws HttpCoreError `E_HEADER_INVALID`
   */
  append(name: string, value: string): this {
    if (!NAME.test(name))
      throw new HttpCoreError('E_HEADER_INVALID', `Not a header name: ${JSON.stringify(name)}`)
    if (FORBIDDEN_IN_VALUE.test(value)) {
      throw new HttpCoreError(
        'E_HEADER_INVALID',
        `The value of header ${name} holds a line break, a control character or one outside Latin-1. Encode it first.`,
      )
    }
    this.#fields.push(name, value)
    return this
  }

  /** The first value of this name. */
  get(name: string): string | undefined {
    const lower = name.toLowerCase()
    for (let i = 0; i < this.#fields.length; i += 2) {
      if (this.#fields[i]!.toLowerCase() === lower) return this.#fields[i + 1]
    }
    return undefined
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  delete(name: string): void {
    const lower = name.toLowerCase()
    for (let i = this.#fields.length - 2; i >= 0; i -= 2) {
      if (this.#fields[i]!.toLowerCase() === lower) this.#fields.splice(i, 2)
    }
  }

  *entries(): IterableIterator<[name: string, value: string]> {
    for (let i = 0; i < this.#fields.length; i += 2) yield [this.#fields[i]!, this.#fields[i + 1]!]
  }

  /** As `entries`, without an iterator: cores write every response through it. */
  forEach(callback: (name: string, value: string) => void): void {
    for (let i = 0; i < this.#fields.length; i += 2) callback(this.#fields[i]!, this.#fields[i + 1]!)
  }
}
