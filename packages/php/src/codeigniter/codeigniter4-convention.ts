import { PhpArray } from '../codec/php-array.ts'
import type { PhpValue } from '../codec/php-value.ts'
import type { SessionConvention } from '../sessions/session-convention.ts'
import { codeIgniterConvention } from './codeigniter-convention.ts'

/** What core keeps of a form, and CodeIgniter 4 too, by other names. */
const OLD_INPUT = { core: '_old', codeIgniter: '_ci_old_input' }
const ERRORS = { core: '_errors', codeIgniter: '_ci_validation_errors' }

/**
 * CodeIgniter's flashdata, and what `redirect()->back()->withInput()` keeps in it: old input, which `old()` reads, and the errors of the
 * validation. So a form may come from one side and go to the other.
 */
export const codeIgniter4Convention: SessionConvention = {
  ...codeIgniterConvention,

  readFlash(values, now) {
    const { flashed, hidden } = codeIgniterConvention.readFlash(values, now)
    return { flashed: new Map(Array.from(flashed, ([name, value]) => toCore(name, value))), hidden }
  },

  flash(values, name, value) {
    codeIgniterConvention.flash(values, insideName(name), toCodeIgniter(name, value))
  },

  endFlash(values, name) {
    codeIgniterConvention.endFlash(values, insideName(name))
  },
}

function insideName(name: string): string {
  if (name === OLD_INPUT.core) return OLD_INPUT.codeIgniter
  return name === ERRORS.core ? ERRORS.codeIgniter : name
}

/** `get` and `post` are one, as `old()` has it; a message is a list of one. */
function toCore(name: string, value: PhpValue): [name: string, value: PhpValue] {
  if (name === OLD_INPUT.codeIgniter)
    return [OLD_INPUT.core, PhpArray.from([...arrayIn(value, 'get'), ...arrayIn(value, 'post')])]
  if (name !== ERRORS.codeIgniter) return [name, value]
  const messages = value instanceof PhpArray ? [...value] : []
  return [
    ERRORS.core,
    PhpArray.from(messages.map(([field, message]) => [field, PhpArray.list([message])] as const)),
  ]
}

/** CodeIgniter has one message for a field: the first. */
function toCodeIgniter(name: string, value: PhpValue): PhpValue {
  if (name === OLD_INPUT.core)
    return PhpArray.from([
      ['get', new PhpArray()],
      ['post', value],
    ] as const)
  if (name !== ERRORS.core || !(value instanceof PhpArray)) return value
  return PhpArray.from(
    Array.from(value, ([field, messages]) => [
      field,
      messages instanceof PhpArray ? (messages.get(0) ?? '') : messages,
    ]),
  )
}

function arrayIn(value: PhpValue, name: string): PhpArray {
  const found = value instanceof PhpArray ? value.get(name) : undefined
  return found instanceof PhpArray ? found : new PhpArray()
}
