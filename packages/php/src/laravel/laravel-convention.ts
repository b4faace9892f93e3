import { PhpArray } from '../codec/php-array.ts'
import type { PhpValue } from '../codec/php-value.ts'
import type { SessionValues } from '../codec/session-values.ts'
import { fromJson } from '../codec/from-json.ts'
import type { SessionConvention } from '../sessions/session-convention.ts'
import { readErrorBag, writeErrorBag } from './error-bag.ts'
import { randomText } from './random-text.ts'

const MARKS = '_flash'
const TOKEN = '_token'
const TOKEN_CHARACTERS = 40
const ERRORS = 'errors'

/** What core keeps of a form, and Laravel too, by other names. */
const OLD_INPUT = { core: '_old', laravel: '_old_input' }
const CORE_ERRORS = '_errors'

/**
 * Laravel's flash data: the values stand among the others, and `_flash.old` names those that the next request drops when it ends. Old input and the errors of a form are
 * read and written as Laravel has them, so that a form may come from one side and go to the other.
 */
export class LaravelConvention implements SessionConvention {
  readonly #serialization: 'php' | 'json'

  constructor(serialization: 'php' | 'json') {
    this.#serialization = serialization
  }

  readFlash(values: SessionValues): { flashed: Map<string, PhpValue>; hidden: Set<string> } {
    const names = [...namesIn(values, 'old'), ...namesIn(values, 'new')]
    const flashed = new Map<string, PhpValue>()
    for (const name of names) {
      const value = values.get(name)
      if (value === undefined) continue
      if (name === ERRORS) flashed.set(CORE_ERRORS, fromJson(readErrorBag(value)))
      else flashed.set(name === OLD_INPUT.laravel ? OLD_INPUT.core : name, value)
    }
    return { flashed, hidden: new Set([MARKS, ...names]) }
  }

  flash(values: SessionValues, name: string, value: PhpValue): void {
    const inside = insideName(name)
    values.set(inside, inside === ERRORS ? writeErrorBag(value, this.#serialization) : value)
    setMarks(
      values,
      [...namesIn(values, 'old').filter((other) => other !== inside), inside],
      namesIn(values, 'new'),
    )
  }

  endFlash(values: SessionValues, name: string): void {
    values.delete(insideName(name))
    this.keep(values, name)
  }

  keep(values: SessionValues, name: string): void {
    const inside = insideName(name)
    const [old, fresh] = [namesIn(values, 'old'), namesIn(values, 'new')]
    if (!old.includes(inside) && !fresh.includes(inside)) return
    setMarks(
      values,
      old.filter((other) => other !== inside),
      fresh.filter((other) => other !== inside),
    )
  }

  complete(values: SessionValues): void {
    if (typeof values.get(TOKEN) !== 'string') values.set(TOKEN, randomText(TOKEN_CHARACTERS))
    if (!values.has(MARKS)) setMarks(values, [], [])
  }
}

function insideName(name: string): string {
  if (name === OLD_INPUT.core) return OLD_INPUT.laravel
  return name === CORE_ERRORS ? ERRORS : name
}

function namesIn(values: SessionValues, age: 'old' | 'new'): string[] {
  const marks = values.get(MARKS)
  const names = marks instanceof PhpArray ? marks.get(age) : undefined
  return names instanceof PhpArray ? Array.from(names.values(), String) : []
}

function setMarks(values: SessionValues, old: readonly string[], fresh: readonly string[]): void {
  const marks = [
    ['old', PhpArray.list(old)],
    ['new', PhpArray.list(fresh)],
  ] as const
  values.set(MARKS, PhpArray.from(marks))
}
