import { isTag, type AnyNode, type Element } from 'domhandler'
import { elementText } from '../html/element-text.ts'

/** How a control of a form is filled in. `other` is a button that sends nothing. */
export type ControlKind = 'text' | 'hidden' | 'checkbox' | 'radio' | 'select' | 'file' | 'submit' | 'other'

/** What a control sends: texts, or files. */
export type Sent = readonly (string | File)[]

/** An input, select, textarea or button of a form. */
export interface FormControl {
  readonly element: Element
  readonly kind: ControlKind
  readonly name: string
  readonly isDisabled: boolean
}

export const CONTROLS = 'input, select, textarea, button'

export function toFormControl(element: Element): FormControl {
  return {
    element,
    kind: kindOf(element),
    name: element.attribs['name'] ?? '',
    isDisabled: isDisabled(element),
  }
}

/** What a browser sends of a control that nobody has touched. */
export function untouched({ element, kind }: FormControl): Sent {
  if (kind === 'checkbox' || kind === 'radio')
    return 'checked' in element.attribs ? [checkedValue(element)] : []
  if (kind === 'select') return selectedValues(element)
  if (kind === 'file') return []
  return [element.name === 'textarea' ? textContent(element) : (element.attribs['value'] ?? '')]
}

/** What a checkbox or a radio button sends when it is checked. */
export function checkedValue(element: Element): string {
  return element.attribs['value'] ?? 'on'
}

/** The options of a select that can be chosen, in their order. */
export function optionsOf(select: Element): Element[] {
  return descendants(select).filter((node) => node.name === 'option' && !isDisabledOption(node))
}

export function optionValue(option: Element): string {
  return option.attribs['value'] ?? elementText(option)
}

function kindOf({ name, attribs }: Element): ControlKind {
  if (name === 'select') return 'select'
  if (name === 'textarea') return 'text'
  const type = attribs['type']?.toLowerCase()
  if (name === 'button') return type === 'button' || type === 'reset' ? 'other' : 'submit'
  switch (type) {
    case 'checkbox':
    case 'radio':
    case 'file':
    case 'hidden':
    case 'submit':
      return type
    case 'image':
      return 'submit'
    case 'button':
    case 'reset':
      return 'other'
    default:
      return 'text'
  }
}

// One of a single choice is always selected: the last that says so, or else the first.
function selectedValues(select: Element): string[] {
  const options = optionsOf(select)
  const selected = options.filter((option) => 'selected' in option.attribs).map(optionValue)
  if ('multiple' in select.attribs) return selected
  const first = Number(select.attribs['size'] ?? 1) > 1 ? [] : options.slice(0, 1).map(optionValue)
  return selected.length > 0 ? selected.slice(-1) : first
}

function isDisabledOption({ attribs, parent }: Element): boolean {
  if ('disabled' in attribs) return true
  return parent !== null && isTag(parent) && parent.name === 'optgroup' && 'disabled' in parent.attribs
}

// By itself, or by a fieldset round it, unless it stands in that fieldset's first legend.
function isDisabled(element: Element): boolean {
  if ('disabled' in element.attribs) return true
  let inner: AnyNode = element
  for (let outer = element.parent; outer !== null; outer = outer.parent) {
    if (isTag(outer) && outer.name === 'fieldset' && 'disabled' in outer.attribs) {
      const legend = outer.children.find((child) => isTag(child) && child.name === 'legend')
      if (legend === undefined || legend !== inner) return true
    }
    inner = outer
  }
  return false
}

function textContent({ children }: Element): string {
  return children.map((child) => ('data' in child ? child.data : '')).join('')
}

function descendants(node: Element): Element[] {
  return node.children.filter(isTag).flatMap((child) => [child, ...descendants(child)])
}
