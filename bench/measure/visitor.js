/** A browser as far as cookies go: it keeps what a server sets and sends it back. */
export class Visitor {
  /** @type {Map<string, string>} */
  #cookies = new Map()
  #origin

  /** @param {number} port on 127.0.0.1 */
  constructor(port) {
    this.#origin = `http://127.0.0.1:${port}`
  }

  /** The header Cookie of the next request, undefined without any. `Secure` is ignored: the bench has no TLS. */
  get cookie() {
    if (this.#cookies.size === 0) return undefined
    return Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; ')
  }

  /**
   * One request, redirects not followed.
   *
   * @param {string} path
   * @param {{ method?: string, headers?: Record<string, string>, body?: string | Buffer }} [init]
   * @returns {Promise<import('../routes/index.js').Answer>}
   */
  async send(path, { method = 'GET', headers = {}, body } = {}) {
    const { cookie } = this
    const response = await fetch(this.#origin + path, {
      method,
      redirect: 'manual',
      headers: cookie === undefined ? headers : { ...headers, cookie },
      ...(body === undefined ? {} : { body }),
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return { status: response.status, headers: response.headers, body: await response.text() }
  }

  /**
   * A page, behind its redirects.
   *
   * @param {string} path
   */
  async open(path) {
    let answer = await this.send(path)
    for (let hops = 0; answer.status >= 300 && answer.status < 400 && hops < 5; hops++) {
      const to = new URL(answer.headers.get('location') ?? '/', this.#origin + path)
      answer = await this.send(to.pathname + to.search)
    }
    return answer
  }

  /**
   * Submits a form of the page, without following where it leads.
   *
   * @param {string} path
   * @param {Record<string, string>} fields
   */
  submit(path, fields) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
    return this.send(path, { method: 'POST', headers, body: new URLSearchParams(fields).toString() })
  }

  /** @param {string} line of Set-Cookie */
  #keep(line) {
    const [pair = '', ...attributes] = line.split(';')
    const name = pair.slice(0, pair.indexOf('=')).trim()
    const isOver = attributes.some(
      (attribute) => /^\s*max-age=(0|-\d+)\s*$/i.test(attribute) || isPast(attribute),
    )
    if (isOver) this.#cookies.delete(name)
    else this.#cookies.set(name, pair.slice(pair.indexOf('=') + 1).trim())
  }
}

/** @param {string} attribute of a cookie */
function isPast(attribute) {
  const [name = '', date = ''] = attribute.split('=')
  return name.trim().toLowerCase() === 'expires' && Date.parse(date) <= Date.now()
}
