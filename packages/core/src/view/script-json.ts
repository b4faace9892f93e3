import { SafeHtml } from './safe-html.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/**
 * A value as JSON that may stand inside `<script>`: nothing in it can close the element or open a comment.
 * Views know it as `json()`.
 *
 * @example
 *     scriptJson({ name: '</script>' }).toString() // '{"name":"\\u003c/script\\u003e"}'
 */
export function scriptJson(value: unknown): SafeHtml {
  const json = JSON.stringify(value) ?? 'null'
  return SafeHtml.trust(json.replace(/[<>&\u2028\u2029]/g, (character) => ESCAPES[character] ?? character))
}
