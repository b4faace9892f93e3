const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/**
 * What escaped text says, whichever way a server escapes.
 *
 * @param {string} text
 */
export function unescapeHtml(text) {
  return text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    return entities.get(name) ?? whole
  })
}

/**
 * A page without the white space between its tags: where a server breaks lines is its own business.
 *
 * @param {string} html
 */
export function withoutLineBreaks(html) {
  return html.replaceAll(/>\s+</g, '><').trim()
}
