import { PhpArray } from '../codec/php-array.ts'
import type { SessionValues } from '../codec/session-values.ts'
import type { SessionConvention } from './session-convention.ts'

/** Where messages between controllers are kept in a session of plain PHP, which has none itself. */
const NAME = '_flash'

function arrayIn(values: SessionValues): PhpArray {
  const found = values.get(NAME)
  return found instanceof PhpArray ? found : new PhpArray()
}

/** Plain PHP: messages are an array under `$_SESSION['_flash']`, by name. */
export const plainConvention: SessionConvention = {
  readFlash(values) {
    const flashed = Array.from(arrayIn(values), ([name, value]) => [String(name), value] as const)
    return { flashed: new Map(flashed), hidden: new Set([NAME]) }
  },

  flash(values, name, value) {
    values.set(NAME, PhpArray.from([...arrayIn(values)]).set(name, value))
  },

  endFlash(values, name) {
    const left = PhpArray.from([...arrayIn(values)])
    left.delete(name)
    if (left.size === 0) values.delete(NAME)
    else values.set(NAME, left)
  },

  keep() {},

  complete() {},
}
