import { assertAsExpected } from './expectation.js'

/** @typedef {import('./expectation.js').Expectation} Expectation */

/** A visitor without a browser: sends what a browser sends, cookies too, tells what came back, fails on what it did not expect. */
export class Browser {
  #url
  #tell
  /** @type {Map<string, string>} */
  #cookies = new Map()
  /** Path of the last page, and the token of its forms. */
  #page = { path: '/', token: '' }

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
  async get(path, expected) {
    const answer = await this.#request('GET', path, expected, {})
    const [, token] = /name="_token" value="([^"]+)"/.exec(answer.body) ?? []
    if (token !== undefined) this.#page = { path, token }
    return answer
  }

  /**
   * Sends a form of the last page that had one.
   *
   * @param {string} path
   * @param {Record<string, string | File>} fields
   * @param {Expectation} expected
   */
  submit(path, fields, expected) {
    const body = new FormData()
    for (const [name, value] of Object.entries({ _token: this.#page.token, ...fields })) body.set(name, value)
    const headers = {
      origin: this.#url,
      referer: this.#url + this.#page.path,
      'sec-fetch-site': 'same-origin',
    }
    return this.#request('POST', path, expected, { body, headers })
  }

  /**
   * Sends a form of a page elsewhere, as it would be with all cookies.
   *
   * @param {string} path
   * @param {Record<string, string>} fields
   * @param {Expectation} expected
   */
  submitFromElsewhere(path, fields, expected) {
    const body = new URLSearchParams(fields)
    const headers = { origin: 'http://elsewhere.example', 'sec-fetch-site': 'cross-site' }
    return this.#request('POST', path, expected, { body, headers })
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Expectation} expected
   * @param {{ body?: FormData | URLSearchParams, headers?: Record<string, string> }} init
   * @returns {Promise<{ location: string, body: string }>} path of a redirect, '' when it is none
   */
  async #request(method, path, expected, init) {
    const started = performance.now()
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(this.#url + path, {
      ...init,
      method,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie && { cookie }), ...init.headers },
    })
    const body = await response.text()
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      this.#cookies.set(name, value)
    }
    const time = `${(performance.now() - started).toFixed(0)} ms`
    const override = init.body?.get('_method')
    const what = `${typeof override === 'string' ? `${method} as ${override}` : method} ${path}`
    const location = response.headers.get('location') ?? ''
    const saw = location ? `to ${location}` : titleOf(body) || (response.headers.get('content-type') ?? '')
    this.#tell(`  ${what.padEnd(30)} ${response.status}  ${time.padStart(7)}  ${saw}`)
    assertAsExpected(what, response, body, expected)
    return { location: location && new URL(location, this.#url).pathname, body }
  }
}

/** @param {string} html */
function titleOf(html) {
  return /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? ''
}
