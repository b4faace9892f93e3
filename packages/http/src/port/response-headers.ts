import { isFramingHeader } from '../response/framing-header.ts'
import { HttpCoreError } from './http-core-error.ts'

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const PRINTABLE_LATIN1 = /^[\t\x20-\x7e\x80-\xff]*$/

/** Names that were found to be in order. An app has some dozens; the bound is for one that makes them up. */
const knownNames = new Set<string>()
const MAX_KNOWN_NAMES = 1_000
/** The last of them: most responses have the same one or two. */
let lastName = 'Content-Type'

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
  #isAscii = true

  /** False when a value was ever set that holds more than ASCII: it must go out as Latin-1. */
  get isAscii(): boolean {
    return this.#isAscii
  }

  /**
   * Replaces every header of this name.
   * @throws HttpCoreError `E_HEADER_INVALID`
   */
  set(name: string, value: string): this {
    if (this.#indexOf(name) >= 0) this.delete(name)
    return this.append(name, value)
  }

  /**
   * Adds a line; for headers that may repeat, such as Set-Cookie.
   * @throws HttpCoreError `E_HEADER_INVALID`
   */
  append(name: string, value: string): this {
    if (name !== lastName) assertName(name)
    if (!isPrintableAscii(value)) {
      assertLatin1(name, value)
      this.#isAscii = false
    }
    this.#fields.push(name, value)
    return this
  }

  /** Adds all lines of `others`; they are not looked at again. */
  appendAll(others: ResponseHeaders): this {
    for (const text of others.#fields) this.#fields.push(text)
    if (!others.#isAscii) this.#isAscii = false
    return this
  }

  /** Adds those lines of `defaults` whose name is not set; its values are not looked at again. */
  addMissing(defaults: ResponseHeaders): this {
    const lines = defaults.#fields
    for (let i = 0; i < lines.length; i += 2) {
      if (this.#indexOf(lines[i]!) < 0) this.#fields.push(lines[i]!, lines[i + 1]!)
    }
    if (!defaults.#isAscii) this.#isAscii = false
    return this
  }

  /** The first value of this name. */
  get(name: string): string | undefined {
    const index = this.#indexOf(name)
    return index < 0 ? undefined : this.#fields[index + 1]
  }

  has(name: string): boolean {
    return this.#indexOf(name) >= 0
  }

  delete(name: string): void {
    const fields = this.#fields
    for (let i = fields.length - 2; i >= 0; i -= 2) {
      if (isSameName(fields[i]!, name)) fields.splice(i, 2)
    }
  }

  *entries(): IterableIterator<[name: string, value: string]> {
    for (let i = 0; i < this.#fields.length; i += 2) yield [this.#fields[i]!, this.#fields[i + 1]!]
  }

  /** What a core writes: name, value, name, value ..., without the headers that are the core's own business. */
  toLines(): readonly string[] {
    const fields = this.#fields
    for (let i = 0; i < fields.length; i += 2) {
      if (isFramingHeader(fields[i]!)) return withoutFraming(fields)
    }
    return fields
  }

  #indexOf(name: string): number {
    const fields = this.#fields
    for (let i = 0; i < fields.length; i += 2) if (isSameName(fields[i]!, name)) return i
    return -1
  }
}

function isSameName(left: string, right: string): boolean {
  return left === right || (left.length === right.length && left.toLowerCase() === right.toLowerCase())
}

function withoutFraming(fields: readonly string[]): string[] {
  return fields.filter((_text, index) => !isFramingHeader(fields[index - (index % 2)]!))
}

function assertName(name: string): void {
  if (!knownNames.has(name)) {
    if (!NAME.test(name))
      throw new HttpCoreError('E_HEADER_INVALID', `Not a header name: ${JSON.stringify(name)}`)
    if (knownNames.size < MAX_KNOWN_NAMES) knownNames.add(name)
  }
  lastName = name
}

/** What is no line break, no control character but the tab, and one byte in UTF-8 as in Latin-1. */
function isPrintableAscii(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if (code > 0x7e || (code < 0x20 && code !== 0x09)) return false
  }
  return true
}

function assertLatin1(name: string, value: string): void {
  if (PRINTABLE_LATIN1.test(value)) return
  throw new HttpCoreError(
    'E_HEADER_INVALID',
    `The value of header ${name} holds a line break, a control character or one outside Latin-1. Encode it first.`,
  )
}
