const SPECIAL = /[&<>"']/

/**
 * Text for the content of an element, or for an attribute value in quotes.
 *
 * @example
 *     escapeHtml(`"Tom" & <Jerry>`) // '&quot;Tom&quot; &amp; &lt;Jerry&gt;'
 */
export function escapeHtml(text: string): string {
  const first = text.search(SPECIAL)
  if (first === -1) return text
  let html = ''
  let copied = 0
  for (let index = first; index < text.length; index++) {
    const entity = entityOf(text.charCodeAt(index))
    if (entity === undefined) continue
    html += text.slice(copied, index) + entity
    copied = index + 1
  }
  return html + text.slice(copied)
}

function entityOf(code: number): string | undefined {
  switch (code) {
    case 0x22:
      return '&quot;'
    case 0x26:
      return '&amp;'
    case 0x27:
      return '&#39;'
    case 0x3c:
      return '&lt;'
    case 0x3e:
      return '&gt;'
    default:
      return undefined
  }
}
