import { VanillinError } from '../../errors/vanillin-error.ts'
import { fillControls, type FieldValue } from './fill-control.ts'
import { untouched, type FormControl, type Sent } from './form-control.ts'

export type FormEntry = readonly [name: string, value: string | File]

/**
 * What a browser sends of a form: its entry list, in the order of the page (HTML, "constructing the entry list").
 * @throws VanillinError `E_TEST_FORM` for a value without a field, or one that its field does not take
 */
export function formEntries(
  controls: readonly FormControl[],
  submitter: FormControl | undefined,
  values: Readonly<Record<string, FieldValue>>,
): FormEntry[] {
  const filled = fill(controls, values)
  return controls.flatMap((control): FormEntry[] => {
    const { name, kind, isDisabled, element } = control
    if (isDisabled || kind === 'other') return []
    if (kind === 'submit') return control === submitter ? submitterEntries(control) : []
    if (name === '' || hasDatalistAround(control)) return []
    const sent = filled.get(control) ?? untouched(control)
    // A file input without a file sends an empty one.
    if (kind === 'file' && sent.length === 0)
      return [[name, new File([], '', { type: 'application/octet-stream' })]]
    if (kind === 'hidden' && name.toLowerCase() === '_charset_' && element.attribs['value'] === undefined)
      return [[name, 'UTF-8']]
    return sent.map((value) => [name, value])
  })
}

function fill(
  controls: readonly FormControl[],
  values: Readonly<Record<string, FieldValue>>,
): Map<FormControl, Sent> {
  const fields = groupByName(controls)
  return new Map(
    Object.entries(values).flatMap(([name, value]) => {
      const group = fields.get(name)
      if (group !== undefined) return fillControls(name, group, value)
      const names = [...fields.keys()].map((one) => `"${one}"`).join(', ')
      throw new VanillinError(
        'E_TEST_FORM',
        `The form has no field "${name}". It has ${names === '' ? 'none at all' : names}.`,
      )
    }),
  )
}

function groupByName(controls: readonly FormControl[]): Map<string, FormControl[]> {
  const fields = new Map<string, FormControl[]>()
  for (const control of controls) {
    if (control.name === '' || control.kind === 'submit' || control.kind === 'other') continue
    const group = fields.get(control.name)
    if (group === undefined) fields.set(control.name, [control])
    else group.push(control)
  }
  return fields
}

function submitterEntries({ element, name }: FormControl): FormEntry[] {
  if (element.attribs['type']?.toLowerCase() === 'image') {
    const prefix = name === '' ? '' : `${name}.`
    return [
      [`${prefix}x`, '0'],
      [`${prefix}y`, '0'],
    ]
  }
  return name === '' ? [] : [[name, element.attribs['value'] ?? '']]
}

function hasDatalistAround({ element }: FormControl): boolean {
  for (let node = element.parent; node !== null; node = node.parent) {
    if ('name' in node && node.name === 'datalist') return true
  }
  return false
}
