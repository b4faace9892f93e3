import type { Application } from '@vanillin/core'

/** One visitor with his cookies, who goes to and fro between both sides. */
export class Visitor {
  readonly cookies = new Map<string, string>()
  readonly #app: Application

  constructor(app: Application, cookies: Readonly<Record<string, string>> = {}) {
    this.#app = app
    for (const [name, value] of Object.entries(cookies)) this.cookies.set(name, value)
  }

  get(path: string): Promise<Response> {
    return this.#send(path, { headers: { accept: 'application/json' } })
  }

  post(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(fields), headers })
  }

  async json(path: string): Promise<unknown> {
    const response = await this.get(path)
    if (response.status >= 400) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }

  set(name: string, value: unknown): Promise<unknown> {
    return this.json(
      `/set?name=${encodeURIComponent(name)}&value=${encodeURIComponent(JSON.stringify(value))}`,
    )
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ')
    const headers = new Headers(init.headers)
    if (cookie !== '') headers.set('cookie', cookie)
    const response = await this.#app.fetch(path, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const name = pair.slice(0, pair.indexOf('='))
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name)
    else this.cookies.set(name, decodeURIComponent(pair.slice(name.length + 1)))
  }
}
