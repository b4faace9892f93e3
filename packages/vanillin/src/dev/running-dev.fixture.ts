import { Agent, get } from 'node:http'
import { onTestFinished } from 'vitest'
import { VANILLIN, type FixtureApp } from '../testing/temporary-app.fixture.ts'
import { Running } from '../testing/run-node.fixture.ts'

export interface Page {
  readonly status: number
  readonly body: string
}

/** `vanillin dev` on a free port, and a browser's kept connection to it. */
export class Dev {
  readonly app: FixtureApp
  readonly process: Running
  readonly #agent: Agent
  url = ''
  /** Of every request. */
  headers: Readonly<Record<string, string>> = {}

  constructor(app: FixtureApp, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    this.app = app
    const check = args.includes('--check') ? [] : ['--no-check']
    const others = args.filter((arg) => arg !== '--check')
    this.process = new Running(VANILLIN, ['dev', '--port', '0', ...check, ...others], { cwd: app.root, env })
    this.#agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => this.#agent.destroy())
  }

  async serves(): Promise<this> {
    this.url = (await this.process.prints(/http:\/\/localhost:\d+/))[0]
    return this
  }

  page(path: string, agent: Agent = this.#agent): Promise<Page> {
    return new Promise((resolve, reject) => {
      const headers = { accept: 'text/html,*/*;q=0.8', ...this.headers }
      const request = get(this.url + path, { agent, headers }, (response) => {
        let body = ''
        response.on('data', (data: Buffer) => (body += data.toString()))
        response.on('end', () => resolve({ status: response.statusCode!, body }))
      })
      request.on('error', reject)
    })
  }

  async until(path: string, wanted: (page: Page) => boolean): Promise<Page> {
    for (;;) {
      const page = await this.page(path)
      if (wanted(page)) return page
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }

  shows(text: string, path = '/'): Promise<Page> {
    return this.until(path, ({ body }) => body.includes(text))
  }
}

/** Requests on several kept connections, one after the other on each, until it is stopped. */
export function steadyRequests(
  dev: Dev,
  path: string,
): () => Promise<{ answered: number; failed: string[] }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const failed: string[] = []
  let answered = 0
  const stopping = new AbortController()
  const client = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const { status, body } = await dev.page(path, agent)
        answered += 1
        if (status >= 500) failed.push(`${status} ${body}`)
      } catch (error) {
        failed.push(String(error))
      }
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
  const clients = [client(), client(), client(), client()]
  return async () => {
    stopping.abort()
    await Promise.all(clients)
    agent.destroy()
    return { answered, failed }
  }
}

export const post = (title: string): string => `export class Post {\n  static title = '${title}'\n}\n`
export const view = (text: string): string =>
  `<%\n  type Props = { title: string }\n%>\n<% layout('layouts/main', { title }) %>\n<h1>${text}</h1>\n`
export const stamp = (
  name: string,
): string => `import { Plugin, type HttpRequest, type HttpResponse } from 'vanillin'
export class StampPlugin extends Plugin {
  override postDispatch(_request: HttpRequest, response: HttpResponse) { response.headers.set('X-Stamp', '${name}') }
}
`
