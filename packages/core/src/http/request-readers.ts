import { VanillinError } from '../errors/vanillin-error.ts'
import type { FormTree } from './form-data-tree.ts'
import { InputReader } from './input-reader.ts'
import { parseUrlencoded } from './parse-urlencoded.ts'

/** Reads path parameters. One that does not fit its type is a path that does not exist. */
export function readerOfParameters(parameters: Readonly<Record<string, string>>): InputReader {
  return new InputReader(parameters, 'path parameter', (message, name) => {
    if (name in parameters) throw new VanillinError('E_PARAMETER_INVALID', message)
    const known = Object.keys(parameters).join(', ') || 'none'
    throw new VanillinError('E_PARAMETER_UNKNOWN', `The route has no parameter "${name}". It has: ${known}.`)
  })
}

/** @throws VanillinError `E_FORM_MALFORMED`, `E_INPUT_KEY_REFUSED` */
export function readerOfQuery(query: string): InputReader {
  return new InputReader(parseUrlencoded(query), 'query parameter', refuseInput)
}

export function readerOfFields(fields: FormTree): InputReader {
  return new InputReader(fields, 'field', refuseInput)
}

function refuseInput(message: string): never {
  throw new VanillinError('E_INPUT_INVALID', message)
}
