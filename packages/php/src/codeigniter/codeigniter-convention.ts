import { PhpArray } from '../codec/php-array.ts'
import type { PhpValue } from '../codec/php-value.ts'
import type { SessionValues } from '../codec/session-values.ts'
import type { SessionConvention } from '../sessions/session-convention.ts'

/** Says of names whether they are for one request (`new`, then `old`) or until a time, in seconds. */
const MARKS = '__ci_vars'
/** When CodeIgniter gave the session its id. */
const REGENERATED = '__ci_last_regenerate'

/**
 * CodeIgniter's flashdata and tempdata: the values stand among the others, and `__ci_vars` says for how long. A request makes `old` of what is `new`, and drops what was
 * `old`; so what is `new` here is for the next one, on whichever side.
 */
export const codeIgniterConvention: SessionConvention = {
  readFlash(values, now) {
    const flashed = new Map<string, PhpValue>()
    const hidden = new Set([MARKS, REGENERATED])
    for (const [key, mark] of marksIn(values)) {
      const name = String(key)
      const value = values.get(name)
      if (mark === 'new' && value !== undefined) flashed.set(name, value)
      if (mark === 'new' || isOver(mark, now)) hidden.add(name)
    }
    return { flashed, hidden }
  },

  flash(values, name, value) {
    values.set(name, value)
    const marks = marksIn(values)
    marks.set(name, 'new')
    values.set(MARKS, marks)
  },

  endFlash(values, name) {
    values.delete(name)
    unmark(values, name)
  },

  keep: unmark,

  complete(values, now, isNew) {
    for (const [key, mark] of marksIn(values)) {
      if (!isOver(mark, now)) continue
      values.delete(String(key))
      unmark(values, String(key))
    }
    if (isNew || !values.has(REGENERATED)) values.set(REGENERATED, now)
  },
}

function isOver(mark: PhpValue, now: number): boolean {
  return mark === 'old' || (typeof mark === 'number' && mark < now)
}

/** A copy: what is changed is set as a whole. */
function marksIn(values: SessionValues): PhpArray {
  const marks = values.get(MARKS)
  return marks instanceof PhpArray ? PhpArray.from([...marks]) : new PhpArray()
}

function unmark(values: SessionValues, name: string): void {
  const marks = marksIn(values)
  if (!marks.delete(name)) return
  if (marks.size === 0) values.delete(MARKS)
  else values.set(MARKS, marks)
}
