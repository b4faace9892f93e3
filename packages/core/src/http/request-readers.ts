import { VanillinError } from '../errors/vanillin-error.ts'
import type { FormTree } from './form-data-tree.ts'
import { InputReader } from './input-reader.ts'
import { parseUrlencoded } from './parse-urlencoded.ts'

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
