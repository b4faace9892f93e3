import type { JsonValue } from '@vanillin/core'
import { PhpCodecError } from '../../codec/php-codec-error.ts'
import type { PhpValue } from '../../codec/php-value.ts'
import { toJson } from '../../codec/to-json.ts'
import { readShape } from './read-shape.ts'
import type { RecordShape } from './value-shape.ts'
import { writeFree, writeShape } from './write-shape.ts'

/** What stands under which name in the sessions of an app, as far as the app has said. */
export class SessionShape {
  readonly #names: RecordShape

  constructor(names: RecordShape = {}) {
    this.#names = names
  }

  /** Undefined for a value that is not what its shape says: what comes from a store is not believed. */
  read(name: string, value: PhpValue): JsonValue | undefined {
    const shape = this.#of(name)
    return shape === undefined ? toJson(value) : readShape(shape, value)
  }

  /** @throws PhpCodecError `E_PHP_VALUE` */
  write(name: string, value: JsonValue, before: PhpValue | undefined): PhpValue {
    const shape = this.#of(name)
    if (shape === undefined) return writeFree(value, before)
    try {
      return writeShape(shape, value, before)
    } catch (error) {
      if (!(error instanceof PhpCodecError)) throw error
      throw new PhpCodecError(error.code, `"${name}" cannot be kept in the session of PHP. ${error.message}`)
    }
  }

  #of(name: string): RecordShape[string] | undefined {
    return Object.hasOwn(this.#names, name) ? this.#names[name] : undefined
  }
}
