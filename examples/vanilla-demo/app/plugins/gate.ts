import { Plugin, text, type HttpRequest, type HttpResponse } from 'vanillin'
import { hasBasicPassword } from '#library/basic-password'
import { Visits } from '#library/visits'

/**
 * Vanilla's six hooks, each with a job of its own. There is one plugin for all requests, so what belongs to
 * one request is kept by request.
 */
export class GatePlugin extends Plugin {
  readonly #adminPassword: string
  readonly #startedAt = new WeakMap<HttpRequest, number>()
  readonly #pages = new WeakMap<HttpRequest, string>()

  constructor(adminPassword: string) {
    super()
    this.#adminPassword = adminPassword
  }

  /** The route is not known yet. */
  override routerStartup(request: HttpRequest): void {
    this.#startedAt.set(request, performance.now())
  }

  /** The route is known, or that there is none. */
  override routerShutdown(request: HttpRequest): void {
    this.#pages.set(request, request.match?.route.pattern.text ?? 'no page')
  }

  /** The body is read on demand, before the action: only a machine fills in a field that nobody can see. */
  override async dispatchLoopStartup(request: HttpRequest): Promise<HttpResponse | undefined> {
    await request.readBody()
    if (request.parsedBody === undefined || request.input.string('website', '') === '') return undefined
    return text('We take bookings from people.', { status: 400 })
  }

  /**
   * Last stop before middleware and action. It asks the route and not the path, for `/%61dmin` reaches the
   * same controller as `/admin`.
   */
  override preDispatch(request: HttpRequest): HttpResponse | undefined {
    const page = this.#pages.get(request) ?? ''
    if (page !== '/admin' && !page.startsWith('/admin/')) return undefined
    if (hasBasicPassword(request.headers.get('authorization'), this.#adminPassword)) return undefined
    return text('The harbour office is for staff.', {
      status: 401,
      headers: { 'WWW-Authenticate': 'Basic realm="Harbour office", charset="UTF-8"' },
    })
  }

  /** There is a response, from an action, a hook or an error; it may still be changed. */
  override postDispatch(request: HttpRequest, response: HttpResponse): void {
    const startedAt = this.#startedAt.get(request) ?? performance.now()
    response.headers.set('Server-Timing', `app;dur=${(performance.now() - startedAt).toFixed(2)}`)
  }

  /** The last byte is out: the client does not wait for what happens here. */
  override dispatchLoopShutdown(request: HttpRequest, response: HttpResponse): void {
    request.app.use(Visits).count(this.#pages.get(request) ?? 'no page', response.status)
  }
}
