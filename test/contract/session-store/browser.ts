import type { Application } from '@vanillin/core'

/** The cookies of one visitor, as a browser keeps them, around an app in process. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #app: Application

  constructor(app: Application) {
    this.#app = app
  }

  get sessionCookie(): string | undefined {
    return this.cookies.get('session')
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, { headers })
  }

  async post(path: string, fields: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  }

  async json(path: string): Promise<unknown> {
    return (await this.get(path)).json()
  }

  async #send(
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> },
  ): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...init.headers, ...(cookie === '' ? {} : { cookie }) }
    const response = await this.#app.fetch(path, { ...init, headers })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const name = pair.slice(0, pair.indexOf('='))
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name)
    else this.cookies.set(name, pair.slice(name.length + 1))
  }
}
