import { toName, toText } from './byte-text.ts'
import { ByteReader } from './byte-reader.ts'
import { defaultCodecLimits, type CodecLimits } from './codec-limits.ts'
import { PhpArray } from './php-array.ts'
import { PhpCodecError } from './php-codec-error.ts'
import { PhpCustomObject } from './php-custom-object.ts'
import { PhpEnum } from './php-enum.ts'
import { PhpFloat } from './php-float.ts'
import { toPhpInteger } from './php-integer.ts'
import { PhpObject } from './php-object.ts'
import type { PhpKey, PhpValue } from './php-value.ts'
import { Slots, type Places } from './slots.ts'
import { toPhpKey } from './to-php-key.ts'

const SEMICOLON = 0x3b
const LETTER_I = 0x69
const LETTER_S = 0x73
/** `i:0;N;` */
const SMALLEST_ELEMENT_BYTES = 6
const INTEGER = /^[+-]?\d{1,20}$/
const FLOAT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const CLASS_NAME = /^[\w\\\x80-\xff]+$/
/** What a reference looks like in data that are not read. */
const REFERENCE = /[rR]:\d+;/

/**
 * Reads values as PHP's `unserialize()` does, one after another: their references count on. What it reads is a place of a map, since a later
 * reference may have to change what stands there.
 */
export class ValueReader {
  readonly bytes: ByteReader
  /** Whether any value refers to another. */
  hasReferences = false
  hasCustomObjects = false
  readonly #slots = new Slots()
  readonly #maxDepth: number
  readonly #maxValues: number
  #depth = 0

  constructor(bytes: Buffer, limits: CodecLimits = {}) {
    const { maxBytes, maxDepth, maxValues } = { ...defaultCodecLimits, ...limits }
    if (bytes.length > maxBytes)
      throw new PhpCodecError('E_PHP_LIMIT', `There are ${bytes.length} bytes, more than ${maxBytes}.`, 0)
    this.bytes = new ByteReader(bytes)
    this.#maxDepth = maxDepth
    this.#maxValues = maxValues
  }

  /** Reads the next value into a place. */
  read(places: Places, key: PhpKey): void {
    if (this.#slots.count >= this.#maxValues) this.#exceed(`There are more than ${this.#maxValues} values`)
    const { bytes } = this
    const kind = String.fromCharCode(bytes.next())
    if (kind === 'N') {
      bytes.expect(';')
      this.#slots.add(places, key, null)
      return
    }
    bytes.expect(':')
    switch (kind) {
      case 'b':
        return this.#slots.add(places, key, this.#boolean())
      case 'i':
        return this.#slots.add(places, key, this.#integer())
      case 'd':
        return this.#slots.add(places, key, this.#float())
      case 's':
        return this.#slots.add(places, key, toText(this.#quoted()))
      case 'S':
        return this.#slots.add(places, key, this.#escapedString())
      case 'a':
        return this.#array(places, key)
      case 'O':
        return this.#object(places, key)
      case 'C':
        return this.#slots.add(places, key, this.#customObject())
      case 'E':
        return this.#slots.add(places, key, this.#enum())
      case 'r':
        return this.#slots.add(places, key, this.#sameObject())
      case 'R':
        return this.#reference(places, key)
      default:
        bytes.at -= 2
        return bytes.fail('Here a value had to come')
    }
  }

  /** Reads `{`, as many elements as were announced, and `}`. */
  elements(count: number, each: (key: PhpKey) => void): void {
    const { bytes } = this
    if (count * SMALLEST_ELEMENT_BYTES > bytes.left)
      bytes.fail('More elements are announced than there can be')
    if (++this.#depth > this.#maxDepth) this.#exceed(`Values are nested deeper than ${this.#maxDepth}`)
    bytes.expect('{')
    for (let i = 0; i < count; i++) each(this.#key())
    bytes.expect('}')
    this.#depth--
  }

  /** Numbers a value that is no value of its own: the array around the elements. */
  skipSlot(): void {
    this.#slots.add(new Map(), 0, null)
  }

  #key(): PhpKey {
    const kind = this.bytes.next()
    if (kind !== LETTER_I && kind !== LETTER_S) {
      this.bytes.at--
      this.bytes.fail('Here a key had to come, an int or a string')
    }
    this.bytes.expect(':')
    return kind === LETTER_I ? this.#integer() : toName(this.#quoted())
  }

  #boolean(): boolean {
    const digit = this.bytes.next()
    if (digit !== 0x30 && digit !== 0x31) {
      this.bytes.at--
      this.bytes.fail('A boolean is 0 or 1')
    }
    this.bytes.expect(';')
    return digit === 0x31
  }

  #integer(): number | bigint {
    const start = this.bytes.at
    const text = this.bytes.until(SEMICOLON)
    const value = INTEGER.test(text) ? toPhpInteger(BigInt(text.replace('+', ''))) : undefined
    if (value !== undefined) return Object.is(value, -0) ? 0 : value
    this.bytes.at = start
    return this.bytes.fail('This is no int of 64 bits')
  }

  #float(): PhpFloat {
    const start = this.bytes.at
    const text = this.bytes.until(SEMICOLON)
    if (text === 'NAN') return new PhpFloat(Number.NaN, text)
    if (text === 'INF' || text === '-INF') return new PhpFloat(text === 'INF' ? Infinity : -Infinity, text)
    if (FLOAT.test(text)) return new PhpFloat(Number(text), text)
    this.bytes.at = start
    return this.bytes.fail('This is no float')
  }

  /** `5:"bytes";` */
  #quoted(): Buffer {
    const { bytes } = this
    const length = bytes.count()
    bytes.expect(':"')
    const taken = bytes.take(length)
    bytes.expect('";')
    return taken
  }

  /** `S:`, which PHP reads and no longer writes: bytes may be `\xx` in hexadecimal digits. */
  #escapedString(): string | Buffer {
    const { bytes } = this
    const length = bytes.count()
    if (length > bytes.left) bytes.fail('A length says more bytes than there are')
    bytes.expect(':"')
    const text = Buffer.alloc(length)
    for (let i = 0; i < length; i++) {
      const byte = bytes.next()
      text[i] = byte === 0x5c ? this.#hexadecimal() : byte
    }
    bytes.expect('";')
    return toText(text)
  }

  #hexadecimal(): number {
    const digits = this.bytes.take(2).toString('latin1')
    if (!/^[0-9a-f]{2}$/i.test(digits)) this.bytes.fail('Behind \\ two hexadecimal digits had to come')
    return Number.parseInt(digits, 16)
  }

  #array(places: Places, key: PhpKey): void {
    const count = this.bytes.count()
    this.bytes.expect(':')
    const array = new PhpArray()
    this.#slots.add(places, key, array)
    this.elements(count, (name) => this.read(array.places, toPhpKey(name)))
  }

  #object(places: Places, key: PhpKey): void {
    const className = this.#className()
    const count = this.bytes.count()
    this.bytes.expect(':')
    const object = new PhpObject(className)
    this.#slots.add(places, key, object)
    this.elements(count, (name) => this.read(object.members, name))
  }

  #customObject(): PhpCustomObject {
    const className = this.#className()
    const length = this.bytes.count()
    this.bytes.expect(':{')
    const data = Buffer.from(this.bytes.take(length))
    this.bytes.expect('}')
    this.hasCustomObjects = true
    if (REFERENCE.test(data.toString('latin1'))) this.hasReferences = true
    return new PhpCustomObject(className, data)
  }

  #enum(): PhpEnum {
    const start = this.bytes.at
    const [className = '', caseName = '', ...rest] = this.#quoted().toString('latin1').split(':')
    if (rest.length === 0 && CLASS_NAME.test(className) && CLASS_NAME.test(caseName))
      return new PhpEnum(utf8(className), utf8(caseName))
    this.bytes.at = start
    return this.bytes.fail('This is no case of an enum')
  }

  /** `5:"Class":` */
  #className(): string {
    const { bytes } = this
    const length = bytes.count()
    bytes.expect(':"')
    const start = bytes.at
    const name = bytes.take(length).toString('latin1')
    if (!CLASS_NAME.test(name)) {
      bytes.at = start
      bytes.fail('This is no name of a class')
    }
    bytes.expect('":')
    return utf8(name)
  }

  #sameObject(): PhpValue {
    const start = this.bytes.at
    const number = this.#slotNumber()
    const value = this.#slots.at(number)
    if (value instanceof PhpObject || value instanceof PhpEnum || value instanceof PhpCustomObject)
      return value
    this.bytes.at = start
    return this.bytes.fail('This refers to no object')
  }

  #reference(places: Places, key: PhpKey): void {
    const start = this.bytes.at
    const reference = this.#slots.share(this.#slotNumber())
    if (reference === undefined) {
      this.bytes.at = start
      this.bytes.fail('This refers to a value that was not read before')
    } else places.set(key, reference)
  }

  #slotNumber(): number {
    this.hasReferences = true
    const number = this.bytes.count()
    this.bytes.expect(';')
    return number
  }

  #exceed(what: string): never {
    throw new PhpCodecError('E_PHP_LIMIT', `${what}.`, this.bytes.at)
  }
}

function utf8(latin1: string): string {
  return toName(Buffer.from(latin1, 'latin1'))
}
