/**
 * The page without a template engine.
 *
 * @param {{ id: number, message: string }[]} fortunes
 */
export function fortunesPage(fortunes) {
  const rows = fortunes.map(({ id, message }) => `<tr><td>${id}</td><td>${escapeHtml(message)}</td></tr>`)
  return `<!DOCTYPE html>
<html>
<head><title>Fortunes</title></head>
<body>
<table>
<tr><th>id</th><th>message</th></tr>
${rows.join('\n')}
</table>
</body>
</html>`
}

/** @type {Record<string, string>} */
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** @param {string} text */
function escapeHtml(text) {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
}
