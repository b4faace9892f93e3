import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  Controller,
  createApp,
  defineRoutes,
  sessions,
  type Application,
  type BootItem,
  type RouteBuilder,
} from 'vanillin'
import type { Answer, Expectation, Sent } from './expectation.ts'
import { isExpression, runCode } from './run-code.ts'

interface RunRow {
  readonly id: string
  readonly code: string
  readonly expectation: Expectation
}

/** One app that has an action or a view for each row of a page, served over HTTP. */
export class RowApp {
  readonly folder: string
  readonly #values = new Map<string, unknown>()
  readonly #app: Application
  readonly #scope: Readonly<Record<string, unknown>>
  #origin = ''

  constructor(
    rows: readonly RunRow[],
    scope: Readonly<Record<string, unknown>>,
    { views = {}, boot = [], routes = () => undefined }: RowAppParts = {},
  ) {
    this.folder = mkdtempSync(join(tmpdir(), 'vanillin-map-'))
    this.#scope = scope
    for (const [name, view] of Object.entries(views)) this.#write(`app/views/${name}.eta`, view)
    const before = process.env['VANILLIN_ROOT']
    process.env['VANILLIN_ROOT'] = this.folder
    const app = {
      name: 'Shop',
      url: 'https://shop.example.com',
      key: 'for-tests-only-for-tests-only-for-tests',
      log: { level: 'silent' },
    } as const
    this.#app = createApp({ app, session: { driver: 'memory' } }, [
      sessions(),
      ...boot,
      defineRoutes((route) => {
        route.any('/fixture/session', [SessionFixture, 'keep']).withoutCsrfProtection()
        routes(route)
        for (const row of rows) this.#define(route, row)
      }),
    ])
    if (before === undefined) delete process.env['VANILLIN_ROOT']
    else process.env['VANILLIN_ROOT'] = before
  }

  async listen(): Promise<void> {
    const { port } = await this.#app.listen({ port: 0, core: 'node' })
    this.#origin = `http://127.0.0.1:${port}`
  }

  async close(): Promise<void> {
    await this.#app.shutdown()
    rmSync(this.folder, { recursive: true })
  }

  /** Asks for a row over HTTP, as a visitor with a session of its own. */
  async ask(id: string, sent: Sent): Promise<Answer> {
    const jar = new Map<string, string>()
    if (sent.cookie !== undefined) jar.set('', sent.cookie)
    const kept = { session: sent.session, flashed: sent.flashed, old: sent.old, errors: sent.errors }
    if (Object.values(kept).some((part) => part !== undefined))
      await this.#send(jar, '/fixture/session', { method: 'POST', json: kept })
    const before = jar.get('session')
    const response = await this.#send(jar, `/${id}${sent.path ?? ''}`, sent)
    const body = await response.text()
    const after = jar.get('session')
    const session = await (await this.#send(jar, '/fixture/session', {})).json()
    return {
      response,
      body,
      value: this.#values.get(id),
      session: session as Answer['session'],
      sessionCookies: [before, after],
    }
  }

  async #send(jar: Map<string, string>, path: string, sent: Sent): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => (name === '' ? value : `${name}=${value}`)).join('; ')
    const headers: Record<string, string> = { ...sent.headers, ...(cookie !== '' && { cookie }) }
    const body = bodyOf(sent, headers)
    const method = sent.method ?? (body === undefined ? 'GET' : 'POST')
    const response = await fetch(this.#origin + path, {
      method,
      headers,
      redirect: 'manual',
      ...(body !== undefined && { body }),
    })
    for (const line of response.headers.getSetCookie()) keep(jar, line)
    return response
  }

  #define(route: RouteBuilder, { id, code, expectation }: RunRow): void {
    if (expectation.kind !== 'action' && expectation.kind !== 'view') return
    const path = `/${id}${expectation.sent.pattern ?? ''}`
    const controller =
      expectation.kind === 'action'
        ? this.#controllerOf(id, code, expectation.names)
        : this.#pageOf(id, code, expectation.props)
    route.any(path, [controller, 'action'] as never).withoutCsrfProtection()
  }

  #controllerOf(id: string, code: string, names: Readonly<Record<string, unknown>>): unknown {
    const body = isExpression(code)
      ? `const value = keep(await (${code}\n)); return value instanceof HttpResponse ? value : null`
      : `${code}\nreturn null`
    const method = code.startsWith('async *action(') ? code : `async action() { ${body} }`
    return runCode(`return class extends Controller { ${method} }`, {
      ...this.#scope,
      ...names,
      keep: (value: unknown) => {
        this.#values.set(id, value)
        return value
      },
    })
  }

  #pageOf(id: string, code: string, props: Readonly<Record<string, unknown>>): unknown {
    const head = Object.keys(props).map((name) => `${name}: any`)
    this.#write(
      `app/views/${id}.eta`,
      head.length === 0 ? code : `<% type Props = { ${head.join(', ')} } %>\n${code}`,
    )
    return class extends Controller {
      action() {
        return this.view(id as never, ...([props] as never))
      }
    }
  }

  #write(name: string, content: string): void {
    const path = join(this.folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
}

interface RowAppParts {
  readonly views?: Readonly<Record<string, string>>
  readonly boot?: readonly BootItem[]
  readonly routes?: (route: RouteBuilder) => void
}

class SessionFixture extends Controller {
  keep() {
    if (this.request.method !== 'POST') return this.session.exists ? this.session.all() : {}
    const { session = {}, flashed, old, errors } = this.input.all() as Sent
    for (const [name, value] of Object.entries(session)) this.session.set(name, value)
    if (flashed !== undefined) this.session.flash('success', flashed)
    if (old !== undefined) this.session.flashInput(old)
    if (errors !== undefined) this.session.flashErrors(errors)
    // What was flashed is for the request behind a redirect.
    return this.redirect('/')
  }
}

function bodyOf(
  sent: Sent,
  headers: Record<string, string>,
): string | URLSearchParams | FormData | undefined {
  if (sent.photo !== undefined) {
    const form = new FormData()
    form.set('photo', sent.photo)
    return form
  }
  if (sent.json !== undefined) {
    headers['content-type'] = 'application/json'
    return JSON.stringify(sent.json)
  }
  if (sent.form !== undefined) return new URLSearchParams(sent.form)
  return sent.text
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ')
  const name = pair.slice(0, pair.indexOf('='))
  if (attributes.includes('Max-Age=0')) jar.delete(name)
  else jar.set(name, pair.slice(name.length + 1))
}
