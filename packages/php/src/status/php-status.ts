import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import {
  abort,
  json,
  Plugin,
  type Application,
  type Awaitable,
  type HttpRequest,
  type HttpResponse,
} from '@vanillin/core'
import { statusPage } from './page/status-page.ts'
import { servingOf } from './serving.ts'
import { daysUntil, STATUS_FOLDER, StatusFolder } from './status-folder.ts'
import { StatusRecorder } from './status-recorder.ts'
import { statusReport } from './status-report.ts'

const PAGE = '/_vanillin/php'
const DAYS = 7

const recorders = new WeakMap<Application, StatusRecorder>()

/** The recorder of an app that has `phpStatus()` on its boot list. */
export function recorderOf(app: Application): StatusRecorder | undefined {
  return recorders.get(app)
}

export interface PhpStatusOptions {
  /**
   * Who may see the page outside of development, where nobody may unless this says so. It shows paths and, of shadowed routes, pieces of
   * visitors' pages.
   */
  readonly mayView?: (request: HttpRequest) => Awaitable<boolean>
  /** Paths of the PHP app whose parts are values, as `/news/:slug`: each is one route. Numbers, ids and dates are known without it. */
  readonly paths?: readonly string[]
}

/**
 * Counts which route is answered by the app here and which by PHP, how fast and with how many errors; `vanillin php:status` and, in
 * development, the page `/_vanillin/php` show it. Every process writes what it has seen into `php-status` of the storage folder.
 *
 * @example
 * export default createApp({ app }, [phpStatus(), routes])
 */
export function phpStatus(options: PhpStatusOptions = {}): Plugin {
  return new PhpStatus(options)
}

class PhpStatus extends Plugin {
  readonly #options: PhpStatusOptions

  constructor(options: PhpStatusOptions) {
    super()
    this.#options = options
  }

  override routerStartup(request: HttpRequest): void {
    this.#recorder(request.app)
    servingOf(request).startedAt = performance.now()
  }

  /** The page is nobody's route, so that its guard may have a session. */
  override routerShutdown(request: HttpRequest): void {
    if (this.#isPage(request)) request.match = undefined
  }

  override preDispatch(request: HttpRequest): Promise<HttpResponse> | undefined {
    return this.#isPage(request) ? this.#page(request) : undefined
  }

  override postDispatch(request: HttpRequest, response: HttpResponse): void {
    const { startedAt } = servingOf(request)
    if (startedAt !== 0) this.#recorder(request.app).record(request, response, performance.now() - startedAt)
  }

  #isPage({ path, method, app }: HttpRequest): boolean {
    if (path !== PAGE || (method !== 'GET' && method !== 'HEAD')) return false
    return app.environment === 'development' || this.#options.mayView !== undefined
  }

  async #page(request: HttpRequest): Promise<HttpResponse> {
    const { mayView } = this.#options
    const isAllowed =
      mayView === undefined ? request.app.environment === 'development' : await mayView(request)
    if (!isAllowed) return abort(404)
    const recorder = this.#recorder(request.app)
    await recorder.write()
    const days = daysUntil(new Date(), DAYS)
    const report = statusReport(days, await recorder.folder.read(days))
    const response =
      request.accepts('html', 'json') === 'json'
        ? json(report)
        : statusPage(report, request.app.config.app.name)
    response.headers.set('Cache-Control', 'private, no-store')
    return response
  }

  #recorder(app: Application): StatusRecorder {
    let recorder = recorders.get(app)
    if (recorder === undefined) {
      const folder = new StatusFolder(join(app.storage.folder, STATUS_FOLDER))
      recorder = new StatusRecorder(app, folder, this.#options.paths ?? [])
      recorders.set(app, recorder)
    }
    return recorder
  }
}
