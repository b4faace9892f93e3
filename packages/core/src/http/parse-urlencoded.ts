import { FormDataTree, type FormTree } from './form-data-tree.ts'
import { defaultFormLimits, type FormLimits } from './form-limits.ts'

/**
 * A query string or an `application/x-www-form-urlencoded` body as nested data, by PHP's rules
 * ({@link FormDataTree}). Broken percent-encoding is kept as it stands, bytes that are not UTF-8 become
 * U+FFFD.
 *
 * @example
 * parseUrlencoded('a%5Bb%5D=1&tag[]=x&tag[]=y') // { a: { b: '1' }, tag: ['x', 'y'] }
 *
 * @throws VanillinError `E_FORM_MALFORMED`, `E_INPUT_KEY_REFUSED`
 */
export function parseUrlencoded(text: string, limits: FormLimits = defaultFormLimits): FormTree {
  const tree = new FormDataTree(limits)
  let start = 0
  while (start <= text.length) {
    let end = text.indexOf('&', start)
    if (end === -1) end = text.length
    if (end > start) {
      const equals = text.indexOf('=', start)
      const split = equals === -1 || equals > end ? end : equals
      tree.add(decode(text.slice(start, split)), decode(text.slice(split + 1, end)))
    }
    start = end + 1
  }
  return tree.toTree()
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return decodeLeniently(spaced)
  }
}

/** Byte by byte: what is no valid escape stays, what is no UTF-8 becomes U+FFFD. */
function decodeLeniently(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  const out = Buffer.alloc(bytes.length)
  let length = 0
  for (let i = 0; i < bytes.length; i++) {
    const escape = bytes[i] === 0x25 ? bytes.toString('latin1', i + 1, i + 3) : ''
    if (/^[0-9a-f]{2}$/i.test(escape)) {
      out[length++] = Number.parseInt(escape, 16)
      i += 2
    } else {
      out[length++] = bytes[i]!
    }
  }
  return out.toString('utf8', 0, length)
}
