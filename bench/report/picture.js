/**
 * The frame that all pictures share: a white card, so that it can be read on a dark page too, with a title and a unit.
 *
 * @param {{ title: string, unit: string, width: number, height: number, content: string }} picture
 */
export function frame({ title, unit, width, height, content }) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}" font-family="system-ui, sans-serif" font-size="13">
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="#fff" stroke="#d9d9de"/>
<text x="16" y="27" font-size="15" font-weight="600" fill="#1f2328">${escapeXml(title)}</text>
<text x="${width - 16}" y="27" text-anchor="end" fill="#656d76">${escapeXml(unit)}</text>
${content}
</svg>
`
}

/** @param {string} text */
export function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
