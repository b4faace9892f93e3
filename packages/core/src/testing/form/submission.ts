import type { Element } from 'domhandler'
import { VanillinError } from '../../errors/vanillin-error.ts'
import type { FormEntry } from './form-entries.ts'

/** A form on its way: what a browser asks for when it is sent. */
export interface Submission {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly body: URLSearchParams | FormData | string | undefined
}

/** @param base what the form's action is relative to */
export function toSubmission(
  form: Element,
  button: Element | undefined,
  entries: readonly FormEntry[],
  base: URL,
): Submission {
  const setting = (name: string): string | undefined => button?.attribs[`form${name}`] ?? form.attribs[name]
  const url = new URL(setting('action') || base.href, base)
  const method = setting('method')?.toLowerCase()
  if (method === 'dialog') throw new VanillinError('E_TEST_FORM', 'A form of a dialog sends nothing.')
  if (method !== 'post') {
    url.search = toParameters(entries).toString()
    return { url, method: 'GET', body: undefined }
  }
  return { url, method: 'POST', body: encode(entries, setting('enctype')?.toLowerCase()) }
}

function encode(entries: readonly FormEntry[], type: string | undefined): Submission['body'] {
  if (type === 'text/plain')
    return toParameterList(entries)
      .map(([name, value]) => `${name}=${value}\r\n`)
      .join('')
  if (type !== 'multipart/form-data') return toParameters(entries)
  const form = new FormData()
  for (const [name, value] of entries) {
    if (typeof value === 'string') form.append(name, value)
    else form.append(name, value, value.name)
  }
  return form
}

function toParameters(entries: readonly FormEntry[]): URLSearchParams {
  return new URLSearchParams(toParameterList(entries))
}

// Of a file only its name fits; line ends are those of the network.
function toParameterList(entries: readonly FormEntry[]): [string, string][] {
  return entries.map(([name, value]) => [
    withCrlf(name),
    withCrlf(typeof value === 'string' ? value : value.name),
  ])
}

function withCrlf(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, '\r\n')
}
