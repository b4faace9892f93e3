import { PhpCodecError } from './php-codec-error.ts'

const ZERO = 0x30
const NINE = 0x39
/** Longer than any number that PHP writes. */
const MAX_NUMBER_BYTES = 512

/** Walks over bytes, and says where what it met was not what had to come. */
export class ByteReader {
  readonly bytes: Buffer
  at = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  /** The next byte; -1 at the end. */
  peek(): number {
    return this.bytes[this.at] ?? -1
  }

  next(): number {
    if (this.isAtEnd) this.fail('The bytes end in the middle of a value')
    return this.bytes[this.at++]!
  }

  expect(text: string): void {
    for (let i = 0; i < text.length; i++)
      if (this.bytes[this.at + i] !== text.charCodeAt(i)) this.fail(`Here ${text} had to come`)
    this.at += text.length
  }

  /** Digits, as a length or a count. */
  count(): number {
    const start = this.at
    let value = 0
    for (let digit = this.peek(); digit >= ZERO && digit <= NINE; digit = this.peek()) {
      value = value * 10 + digit - ZERO
      if (value > Number.MAX_SAFE_INTEGER) this.fail('A length is out of all proportion')
      this.at++
    }
    if (this.at === start) this.fail('Here a number had to come')
    return value
  }

  /** What comes before the byte `end`, which is passed over. */
  until(end: number): string {
    const stop = this.bytes.indexOf(end, this.at)
    if (stop === -1 || stop - this.at > MAX_NUMBER_BYTES) this.fail('A number has no end')
    const text = this.bytes.toString('latin1', this.at, stop)
    this.at = stop + 1
    return text
  }

  take(length: number): Buffer {
    if (length > this.left) this.fail('A length says more bytes than there are')
    const taken = this.bytes.subarray(this.at, this.at + length)
    this.at += length
    return taken
  }

  fail(what: string): never {
    throw new PhpCodecError('E_PHP_SERIALIZED', `${what}.`.replace('..', '.'), this.at)
  }
}
