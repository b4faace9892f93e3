/**
 * @typedef {object} Expectation
 * @property {number} status
 * @property {string} [contains]
 * @property {string} [type] beginning of the Content-Type
 */

/** A visitor without a browser: sends what a browser sends, tells what came back, fails on what it did not expect. */
export class Browser {
  #url
  #tell

  /**
   * @param {string} url of the app
   * @param {(line: string) => void} tell
   */
  constructor(url, tell) {
    this.#url = url
    this.#tell = tell
  }

  /**
   * @param {string} path
   * @param {Expectation} expected
   */
  get(path, expected) {
    return this.#request('GET', path, expected, {})
  }

  /**
   * Sends a form.
   *
   * @param {string} path
   * @param {Record<string, string>} fields
   * @param {Expectation} expected
   * @param {string} [origin] of the page with the form; the app's own by default
   */
  submit(path, fields, expected, origin = this.#url) {
    const body = new URLSearchParams(fields)
    const site = origin === this.#url ? 'same-origin' : 'cross-site'
    return this.#request('POST', path, expected, { body, headers: { origin, 'sec-fetch-site': site } })
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Expectation} expected
   * @param {{ body?: URLSearchParams, headers?: Record<string, string> }} init
   * @returns {Promise<{ location: string, body: string }>} path of a redirect, '' when it is none
   */
  async #request(method, path, expected, init) {
    const started = performance.now()
    const response = await fetch(this.#url + path, {
      ...init,
      method,
      redirect: 'manual',
      headers: { accept: 'text/html', ...init.headers },
    })
    const body = await response.text()
    const time = `${(performance.now() - started).toFixed(0)} ms`
    const override = init.body?.get('_method')
    const what = `${override ? `${method} as ${override}` : method} ${path}`
    const location = response.headers.get('location') ?? ''
    const saw = location ? `to ${location}` : titleOf(body) || (response.headers.get('content-type') ?? '')
    this.#tell(`  ${what.padEnd(30)} ${response.status}  ${time.padStart(7)}  ${saw}`)

    const problem = problemWith(response, body, expected)
    if (problem) throw new Error(`${what}: ${problem}\n${body.slice(0, 2000)}`)
    return { location: location && new URL(location, this.#url).pathname, body }
  }
}

/**
 * @param {Response} response
 * @param {string} body
 * @param {Expectation} expected
 */
function problemWith(response, body, { status, contains, type }) {
  if (response.status !== status) return `expected ${status}, came ${response.status}`
  if (contains && !body.includes(contains)) return `expected "${contains}" in it`
  const came = response.headers.get('content-type') ?? ''
  return type && !came.startsWith(type) ? `expected ${type}, came ${came}` : undefined
}

/** @param {string} html */
function titleOf(html) {
  return /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? ''
}
