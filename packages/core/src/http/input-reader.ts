/** Ends the request because the value named does not fit; the message says what was expected. */
export type RefuseInput = (message: string, name: string, reader: InputReader) => never

type Source = Readonly<Record<string, unknown>>

/**
 * Reads values that came from outside, as the type that the code expects. A value that is absent (and has
 * no default) or does not fit ends the request: 404 for a path parameter, 400 for query and form.
 *
 * @example
 * const page = this.query.int('page', 1)
 * const title = this.input.string('title')
 */
export class InputReader {
  readonly #values: Source
  readonly #kind: string
  readonly #refuse: RefuseInput

  constructor(values: Source, kind: string, refuse: RefuseInput) {
    this.#values = values
    this.#kind = kind
    this.#refuse = refuse
  }

  /** Text; surrounding space is kept. */
  string(name: string, fallback?: string): string {
    return this.#read(name, fallback, 'a text', (value) => (typeof value === 'string' ? value : undefined))
  }

  /** A whole number that JavaScript holds exactly, as `42` or `-7`. */
  int(name: string, fallback?: number): number {
    return this.#read(name, fallback, 'a whole number', toInt)
  }

  /** A decimal number, as `1.5`. */
  number(name: string, fallback?: number): number {
    return this.#read(name, fallback, 'a number', toNumber)
  }

  /** `1`, `true`, `on`, `yes` or `0`, `false`, `off`, `no`, or empty for false; absent is false, as an unchecked box is. */
  boolean(name: string, fallback: boolean = false): boolean {
    return this.#read<boolean>(name, fallback, 'true or false', toBoolean)
  }

  /** The texts of a repeated field such as `tags[]`; absent is none, a single text is one. */
  strings(name: string): string[] {
    return this.#read<string[]>(name, [], 'a list of texts', (value) => {
      const list = Array.isArray(value) ? value : [value]
      return list.every((item): item is string => typeof item === 'string') ? list : undefined
    })
  }

  /** Whole numbers of a repeated field such as `ids[]`; absent is none, a single one is one. */
  ints(name: string): number[] {
    return this.#read<number[]>(name, [], 'a list of whole numbers', (value) => {
      const list = (Array.isArray(value) ? value : [value]).map(toInt)
      return list.every((item) => item !== undefined) ? list : undefined
    })
  }

  /**
   * One of a few texts, typed as these.
   * @example
   * const order = this.query.oneOf('order', ['newest', 'oldest'], 'newest')
   */
  oneOf<const Choice extends string>(name: string, choices: readonly Choice[], fallback?: Choice): Choice {
    return this.#read<Choice>(name, fallback, `one of ${choices.join(', ')}`, (value) =>
      choices.find((choice) => choice === value),
    )
  }

  /**
   * A day of the calendar, `2026-02-28`, or a time, `2026-02-28T09:30` with or without seconds and offset, as `<input type="date">` and
   * `datetime-local` send them. A day, and a time without an offset, are those of UTC.
   */
  date(name: string, fallback?: Date): Date {
    return this.#read(name, fallback, 'a date, as 2026-02-28 or 2026-02-28T09:30', toDate)
  }

  /** A list as it was parsed, of whatever: `items[0][name]=pen`; absent is none. */
  array(name: string): readonly unknown[] {
    return this.#read<readonly unknown[]>(name, [], 'a list', (value) =>
      Array.isArray(value) ? value : undefined,
    )
  }

  /** The fields of a nested part of the form, with these same readers: `address[city]=Bern`; absent is without fields. */
  nested(name: string): InputReader {
    const values = this.#read<Source>(name, {}, 'nested fields', (value) =>
      typeof value === 'object' && value !== null ? (value as Source) : undefined,
    )
    return new InputReader(values, this.#kind, this.#refuse)
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#values, name)
  }

  /** The value as it was parsed, whatever it is; undefined when absent. */
  get(name: string): unknown {
    return this.has(name) ? this.#values[name] : undefined
  }

  /** Every value as it was parsed. */
  all(): Source {
    return this.#values
  }

  #read<Value>(
    name: string,
    fallback: Value | undefined,
    expected: string,
    convert: (value: unknown) => Value | undefined,
  ): Value {
    const value = this.get(name)
    if (value === undefined) {
      return (
        fallback ??
        this.#refuse(
          `The ${this.#kind} ${JSON.stringify(name)} is missing; it takes ${expected}.`,
          name,
          this,
        )
      )
    }
    return (
      convert(value) ??
      this.#refuse(`The ${this.#kind} ${JSON.stringify(name)} takes ${expected}.`, name, this)
    )
  }
}

function toInt(value: unknown): number | undefined {
  if (typeof value === 'string' && !/^-?\d{1,16}$/.test(value)) return undefined
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && !/^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(value)) return undefined
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/

function toDate(value: unknown): Date | undefined {
  const found = typeof value === 'string' ? DATE.exec(value) : null
  if (found === null) return undefined
  const [, year, month, day, time = '00:00', offset = 'Z'] = found
  const midnight = new Date(`${year}-${month}-${day}T00:00Z`)
  // JavaScript takes the 30th of February for a day in March.
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day)) return undefined
  const date = new Date(`${year}-${month}-${day}T${time}${offset}`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  if (/^(1|true|on|yes)$/i.test(value)) return true
  return /^(0|false|off|no|)$/i.test(value) ? false : undefined
}
