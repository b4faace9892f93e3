import { createFields } from '../http/create-fields.ts'

/**
 * Input that may be shown again: texts, numbers and lists of them, without the fields that are refused at any depth. Undefined where that is
 * more than `maxBytes` as JSON, which is found before all of it was copied.
 */
export function flashableInput(
  input: Readonly<Record<string, unknown>>,
  maxBytes: number,
  isAllowed: (field: string) => boolean,
): Record<string, unknown> | undefined {
  const copy = new InputCopy(maxBytes, isAllowed).ofFields(input)
  return copy !== undefined && Buffer.byteLength(JSON.stringify(copy)) <= maxBytes ? copy : undefined
}

class InputCopy {
  readonly #isAllowed: (field: string) => boolean
  /** As JSON an item of a list takes a byte and more, and so does each character. */
  #left: number

  constructor(maxBytes: number, isAllowed: (field: string) => boolean) {
    this.#left = maxBytes
    this.#isAllowed = isAllowed
  }

  /** Undefined when it becomes too large. */
  ofFields(input: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
    this.#left -= 1
    const fields = Object.keys(input)
    const copy = createFields(fields.length === 1 ? fields[0] : undefined)
    for (const field of fields) {
      const value = this.#isAllowed(field) ? this.#of(input[field]) : undefined
      if (value === undefined) {
        // it may have been made with it
        delete copy[field]
      } else {
        this.#left -= field.length
        copy[field] = value
      }
      if (this.#left < 0) return undefined
    }
    return copy
  }

  #of(value: unknown): unknown {
    if (typeof value === 'object' && value !== null)
      return Array.isArray(value) ? this.#ofList(value) : this.#ofObject(value)
    if (!['string', 'number', 'boolean', 'object'].includes(typeof value)) return undefined
    this.#left -= typeof value === 'string' ? value.length : 1
    return value
  }

  #ofObject(value: object): unknown {
    const prototype: unknown = Object.getPrototypeOf(value)
    // An uploaded file is an object of a class, and cannot be shown again.
    if (prototype !== null && prototype !== Object.prototype) return undefined
    return this.ofFields(value as Readonly<Record<string, unknown>>)
  }

  #ofList(list: readonly unknown[]): unknown[] {
    const copy: unknown[] = []
    for (const item of list) {
      if (this.#left < 0) break
      this.#left -= 1
      copy.push(this.#of(item) ?? null)
    }
    return copy
  }
}
