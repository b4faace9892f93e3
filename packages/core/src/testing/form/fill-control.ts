import { VanillinError } from '../../errors/vanillin-error.ts'
import { checkedValue, optionsOf, optionValue, type FormControl, type Sent } from './form-control.ts'

/**
 * What a field of a form is filled with: a text, `true` or `false` for a checkbox, a file, or a list for what takes several.
 * `null` empties it.
 */
export type FieldValue = string | number | boolean | null | Blob | readonly (string | number | Blob)[]

/**
 * Fills in the controls that share a name; what is not filled in stays as it is.
 * @throws VanillinError `E_TEST_FORM` for a value that nobody could enter
 */
export function fillControls(
  name: string,
  controls: readonly FormControl[],
  value: FieldValue,
): [FormControl, Sent][] {
  const open = controls.filter(({ isDisabled, element }) => !isDisabled && !('readonly' in element.attribs))
  if (open.length === 0) throw refuse(name, 'is disabled or read-only')
  // A hidden input before a checkbox of the same name is what an unchecked one sends.
  const visible = open.filter(({ kind }) => kind !== 'hidden')
  const group = visible.length > 0 ? visible : open
  const { kind } = group[0]!
  if (group.some((control) => control.kind !== kind)) throw refuse(name, 'is the name of different controls')
  if (kind === 'checkbox' || kind === 'radio') return check(name, kind, group, value)
  if (kind === 'select') return choose(name, group, value)
  if (kind === 'file') return attach(name, group, value)
  return write(name, group, value)
}

function check(
  name: string,
  kind: 'checkbox' | 'radio',
  group: readonly FormControl[],
  value: FieldValue,
): [FormControl, Sent][] {
  const values = group.map(({ element }) => checkedValue(element))
  if (kind === 'checkbox' && typeof value === 'boolean') {
    if (group.length > 1)
      throw refuse(name, `is ${group.length} checkboxes: give the list of the values to check`)
    return [[group[0]!, value ? values : []]]
  }
  const wanted = new Set(textsOf(name, value))
  if (kind === 'radio' && wanted.size !== 1) throw refuse(name, 'is a choice: give one of its values')
  assertOffered(name, values, wanted)
  return group.map((control, index) => [
    control,
    values.slice(index, index + 1).filter((one) => wanted.has(one)),
  ])
}

function choose(name: string, group: readonly FormControl[], value: FieldValue): [FormControl, Sent][] {
  const control = single(name, group)
  const values = optionsOf(control.element).map(optionValue)
  const wanted = new Set(textsOf(name, value))
  assertOffered(name, values, wanted)
  if (!('multiple' in control.element.attribs) && wanted.size !== 1)
    throw refuse(name, 'is a choice: give one of its values')
  return [[control, values.filter((one) => wanted.has(one))]]
}

function attach(name: string, group: readonly FormControl[], value: FieldValue): [FormControl, Sent][] {
  const control = single(name, group)
  const given = value === null ? [] : Array.isArray(value) ? value : [value]
  const files = given.map((file: unknown) => {
    if (!(file instanceof Blob)) throw refuse(name, 'takes a file: new File([content], name, { type })')
    return file instanceof File ? file : new File([file], 'blob', { type: file.type })
  })
  if (files.length > 1 && !('multiple' in control.element.attribs)) throw refuse(name, 'takes one file')
  return [[control, files]]
}

function write(name: string, group: readonly FormControl[], value: FieldValue): [FormControl, Sent][] {
  if (typeof value === 'boolean') throw refuse(name, 'takes a text')
  const texts = value === null ? [''] : textsOf(name, value)
  if (Array.isArray(value) ? texts.length > group.length : group.length > 1)
    throw refuse(name, `is ${group.length} controls: give a list of at most as many texts`)
  return texts.map((text, index) => {
    const control = group[index]!
    return [control, [control.element.name === 'textarea' ? text : text.replaceAll(/[\r\n]/g, '')]]
  })
}

function single(name: string, group: readonly FormControl[]): FormControl {
  if (group.length > 1) throw refuse(name, `is the name of ${group.length} controls`)
  return group[0]!
}

function textsOf(name: string, value: FieldValue): string[] {
  if (value === null) return []
  const given: readonly unknown[] = Array.isArray(value) ? value : [value]
  return given.map((one) => {
    if (typeof one === 'string' || typeof one === 'number') return String(one)
    throw refuse(name, `takes ${one instanceof Blob ? 'no file' : 'a text'}`)
  })
}

function assertOffered(name: string, offered: readonly string[], wanted: ReadonlySet<string>): void {
  const missing = [...wanted].find((value) => !offered.includes(value))
  if (missing === undefined) return
  throw refuse(name, `does not offer "${missing}", only ${offered.map((one) => `"${one}"`).join(', ')}`)
}

function refuse(name: string, problem: string): VanillinError {
  return new VanillinError('E_TEST_FORM', `The field ${name} ${problem}.`)
}
