import { isTag, type Element } from 'domhandler'
import { VanillinError } from '../../errors/vanillin-error.ts'
import { describeElement } from '../html/describe-element.ts'
import type { HtmlDocument } from '../html/html-document.ts'
import type { FieldValue } from './fill-control.ts'
import { CONTROLS, toFormControl, type FormControl } from './form-control.ts'
import { formEntries } from './form-entries.ts'
import { toSubmission, type Submission } from './submission.ts'

/** A form of a page, and the button that sends it. */
export class PageForm {
  readonly #element: Element
  readonly #controls: readonly FormControl[]
  readonly #submitter: FormControl | undefined

  /** @param button the one that is pressed; without it the form's first, as the Enter key does */
  constructor(document: HtmlDocument, element: Element, button?: Element) {
    this.#element = element
    this.#controls = document
      .all(CONTROLS)
      .filter((control) => ownerOf(document, control) === element)
      .map(toFormControl)
    const buttons = this.#controls.filter(({ kind }) => kind === 'submit')
    this.#submitter = button === undefined ? buttons[0] : buttons.find((one) => one.element === button)
    if (this.#submitter?.isDisabled === true)
      throw new VanillinError('E_TEST_FORM', `${describeElement(this.#submitter.element)} is disabled.`)
  }

  /** @throws VanillinError `E_TEST_FORM` */
  submission(values: Readonly<Record<string, FieldValue>>, base: URL): Submission {
    const entries = formEntries(this.#controls, this.#submitter, values)
    return toSubmission(this.#element, this.#submitter?.element, entries, base)
  }
}

/** The form that a button or field belongs to: the one that its `form` attribute names, or the one round it. */
export function ownerOf(document: HtmlDocument, control: Element): Element | undefined {
  const id = control.attribs['form']
  if (id !== undefined) return document.all('form').find((form) => form.attribs['id'] === id)
  for (let node = control.parent; node !== null; node = node.parent) {
    if (isTag(node) && node.name === 'form') return node
  }
  return undefined
}
