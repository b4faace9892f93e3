/**
 * Refuses an answer with another status, another content type or other headers than asked for.
 *
 * @param {import('./index.js').Answer} answer
 * @param {{ status?: number, type?: string, headers?: Record<string, string> }} expected
 */
export function expectAnswer(answer, { status = 200, type, headers = {} }) {
  if (answer.status !== status)
    throw new Error(`status ${answer.status} instead of ${status}: ${start(answer.body)}`)
  const wanted = type === undefined ? headers : { 'content-type': type, ...headers }
  for (const [name, value] of Object.entries(wanted)) {
    const actual = answer.headers.get(name) ?? 'none'
    if (!actual.toLowerCase().startsWith(value)) throw new Error(`${name}: ${actual} instead of ${value}`)
  }
}

/**
 * @param {import('./index.js').Answer} answer
 * @param {string} body
 */
export function expectBody(answer, body) {
  if (answer.body !== body) throw new Error(`body ${start(answer.body)} instead of ${start(body)}`)
}

/**
 * @param {import('./index.js').Answer} answer
 * @param {unknown} value
 */
export function expectJson(answer, value) {
  expectAnswer(answer, { type: 'application/json' })
  expectBody(answer, JSON.stringify(value))
}

/** @param {string} text */
function start(text) {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text
}
