import {
  ResponseHeaders,
  selectCore,
  type BoundAddress,
  type CoreName,
  type CoreRequest,
  type CoreResponse,
  type HttpCore,
  type UwsModule,
} from '@vanillin/http'
import { join } from 'node:path'
import type { ConfigFiles } from '../config/app-config.ts'
import { appRoot } from '../config/app-root.ts'
import { readEnvironment, type Environment } from '../config/environment.ts'
import { ErrorResponder } from '../error-pages/error-responder.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { parseBody } from '../http/parse-body.ts'
import { createLogger, type Logger } from '../logging/logger.ts'
import { RoutesDefinition } from '../routing/define-routes.ts'
import type { RouteHandler } from '../routing/route.ts'
import type { Router } from '../routing/router.ts'
import { PublicFiles } from '../static/public-files.ts'
import { InProcessExchange } from '../testing/in-process-exchange.ts'
import { Views, type PrecompiledViews } from '../view/index.ts'
import { Assets } from './assets.ts'
import { addToParts, sortBootList, type BootItem, type BootParts } from './boot-list.ts'
import { compileRoutes } from './compile-routes.ts'
import { compose } from '../dispatch/compose.ts'
import { createCrossOriginCheck } from './cross-origin-check.ts'
import type { AppConfigFiles } from '../types/registry.ts'
import { healthRoute } from './health-route.ts'
import { Lifecycle } from '../dispatch/lifecycle.ts'
import type { Plugin } from './plugin.ts'
import { createRouteStage } from './route-stage.ts'
import { sendResponse } from '../dispatch/send-response.ts'
import { Services, type ServiceToken } from './services.ts'
import { answerUnmatched } from './unmatched.ts'

export interface ListenOptions {
  /** Each default is that of config/app.ts. */
  readonly host?: string
  readonly port?: number
  readonly core?: 'auto' | CoreName
  readonly reusePort?: boolean
}

export interface ListeningAddress extends BoundAddress {
  readonly core: CoreName
  /** Why this core serves, for the line at boot. */
  readonly reason: string
}

/** What a build puts in the place of files that are read in development. */
export interface EmbeddedParts {
  readonly views?: PrecompiledViews
  /** Hashed file names of front-end assets, by source name. */
  readonly assets?: Readonly<Record<string, string>>
  /** Loads the uws core out of the bundle. */
  readonly loadUws?: () => Promise<UwsModule>
}

/** The table of routes in force and what was compiled with it; a hot reload replaces it as a whole. */
interface RouteTable {
  readonly router: Router
  readonly errors: ErrorResponder
  /** Global middleware around the answer to requests without a route. */
  readonly unmatched: RouteHandler
}

/**
 * An app: its config, services, plugins and routes, from boot to shutdown. Made by {@link createApp}.
 */
export class Application {
  readonly config: AppConfigFiles
  readonly environment: Environment = readEnvironment()
  /** The folder of the app. */
  readonly root: string = appRoot()
  readonly log: Logger
  readonly assets: Assets = new Assets()

  readonly #parts: BootParts
  readonly #services = new Services()
  #views: Views<HttpRequest> | undefined
  #embedded: EmbeddedParts = {}
  #table: RouteTable | undefined
  #lifecycle: Lifecycle | undefined
  #afterResponse: readonly NonNullable<Plugin['dispatchLoopShutdown']>[] = []
  #booting: Promise<void> | undefined
  #booted = 0
  #core: HttpCore | undefined
  #stopping: Promise<void> | undefined

  constructor(config: ConfigFiles, boot: readonly BootItem[]) {
    this.config = config
    this.log = createLogger(this.environment, config.app.log)
    this.#parts = sortBootList(boot)
  }

  /** The templates. */
  get views(): Views<HttpRequest> {
    return (this.#views ??= this.#createViews())
  }

  /** @throws VanillinError `E_BOOT_ORDER` before the boot */
  get router(): Router {
    return this.#requireTable().router
  }

  /** True from the call of `shutdown` on. */
  get isStopping(): boolean {
    return this.#stopping !== undefined
  }

  /**
   * Offers a service. It is made on first use, and once.
   * @example
   * app.provide(Mailer, () => new Mailer(app.config.mail))
   */
  provide<Service>(token: ServiceToken<Service>, factory: () => Service): void {
    this.#services.provide(token, factory)
  }

  /** @throws VanillinError `E_SERVICE_NOT_PROVIDED` */
  use<Service>(token: ServiceToken<Service>): Service {
    return this.#services.use(token)
  }

  /** Puts another instance in the place of a service, as tests do; returns the way back. */
  swap<Service>(token: ServiceToken<Service>, instance: Service): () => void {
    return this.#services.swap(token, instance)
  }

  /** Adds to the end of the boot list. @throws VanillinError `E_BOOT_ORDER` after the boot has begun */
  add(item: BootItem): this {
    if (this.#booting !== undefined) throw new VanillinError('E_BOOT_ORDER', 'The app has booted already.')
    addToParts(this.#parts, item, this.#parts.providers.length)
    return this
  }

  /** Puts a build's own views and assets in place of the files. Before the boot. */
  embed(parts: EmbeddedParts): this {
    if (this.#views !== undefined) throw new VanillinError('E_BOOT_ORDER', 'The views are in use already.')
    this.#embedded = parts
    if (parts.assets !== undefined) this.assets.useManifest(parts.assets)
    return this
  }

  /** Registers and boots every provider and compiles the routes. A second call waits for the first. */
  boot(): Promise<void> {
    return (this.#booting ??= this.#boot())
  }

  /**
   * Boots, then serves on the configured address until `shutdown`.
   * @throws HttpCoreError `E_PORT_IN_USE`, `E_LISTEN_FAILED`, `E_CORE_UNAVAILABLE`
   */
  async listen(options: ListenOptions = {}): Promise<ListeningAddress> {
    await this.boot()
    const { http } = this.config.app
    const { loadUws } = this.#embedded
    const selected = await selectCore({
      core: options.core ?? http?.core ?? 'auto',
      ...(loadUws && { loadUws }),
    })
    this.#core = selected.create({
      handler: this.handle,
      ...(http?.limits && { limits: http.limits }),
      ...(http?.tls && { tls: http.tls }),
      onError: (error) => this.log.error({ err: error }, 'The HTTP core reports an error.'),
    })
    const address = await this.#core.listen({
      host: options.host ?? http?.host ?? '127.0.0.1',
      port: options.port ?? http?.port ?? 3000,
      reusePort: options.reusePort ?? false,
    })
    await this.ready()
    return { ...address, core: selected.name, reason: selected.reason }
  }

  /** Tells the providers that the app is being served; `listen` does it. */
  async ready(): Promise<void> {
    for (const provider of this.#parts.providers) {
      // oxlint-disable-next-line no-await-in-loop -- in the order of the boot list
      await provider.ready?.(this)
    }
  }

  /** Serves one request of a core. */
  readonly handle = (core: CoreRequest, coreResponse: CoreResponse): void => {
    const request = new HttpRequest(this, core, coreResponse)
    const startedAt = this.#logsRequests ? performance.now() : 0
    const response = this.#requireLifecycle().run(request)
    if (response instanceof Promise)
      void response.then((value) => this.#send(value, request, coreResponse, startedAt))
    else this.#send(response, request, coreResponse, startedAt)
  }

  /**
   * Serves one request in process, without a socket; boots when that has not happened. What tests use.
   * @example
   * const response = await app.fetch('/posts', { headers: { accept: 'application/json' } })
   */
  async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    await this.boot()
    const target =
      input instanceof Request ? input : new URL(input, this.config.app.url ?? 'http://localhost')
    const exchange = new InProcessExchange(new Request(target, init))
    this.handle(exchange.request, exchange.response)
    return exchange.answered
  }

  /** Replaces the routes of a running app; requests under way finish on the old ones. */
  replaceRoutes(routes: RoutesDefinition): void {
    this.#table = this.#compile(routes)
  }

  /** Stops accepting, lets running requests finish within the deadline, then shuts providers down in reverse. */
  shutdown(): Promise<void> {
    return (this.#stopping ??= this.#shutdown())
  }

  get #logsRequests(): boolean {
    return this.config.app.log?.requests ?? true
  }

  async #boot(): Promise<void> {
    const { providers, plugins } = this.#parts
    for (const provider of providers) provider.register?.(this)
    this.#table = this.#compile(this.#parts.routes ?? new RoutesDefinition(() => {}))
    for (const provider of providers) {
      // oxlint-disable-next-line no-await-in-loop -- in the order of the boot list
      await provider.boot?.(this)
      this.#booted += 1
    }
    const check = createCrossOriginCheck(this.config.app.http?.trustedOrigins ?? [])
    const route = createRouteStage(() => this.router)
    const files = new PublicFiles({
      folder: join(this.root, 'public'),
      isImmutable: (path) => this.assets.isHashed(path),
    })
    this.#lifecycle = new Lifecycle({
      plugins,
      route: (request) => check(request) ?? route(request),
      publicFiles: (request) => this.#findPublicFile(files, request),
      parseBody: (request) => (request.match === undefined ? undefined : parseBody(request)),
      dispatch: (request) => (request.match?.route.handle ?? this.#requireTable().unmatched)(request),
      onError: (error, request) => this.#requireTable().errors.respond(error, request),
    })
    this.#afterResponse = plugins.flatMap((plugin) => plugin.dispatchLoopShutdown?.bind(plugin) ?? [])
  }

  /** Only for what no route but a fallback answers, so that routes pay nothing for it. */
  #findPublicFile(files: PublicFiles, request: HttpRequest): Promise<HttpResponse | undefined> | undefined {
    if (request.match !== undefined && request.match.route.tier !== 'fallback') return undefined
    return request.method === 'GET' || request.method === 'HEAD' ? files.find(request) : undefined
  }

  #compile(definition: RoutesDefinition): RouteTable {
    const list = definition.collect()
    list.definitions.push(healthRoute(this))
    const { middleware, plugins } = this.#parts
    const errors = new ErrorResponder({ environment: this.environment, plugins, action: list.errorAction })
    const onError = errors.respond.bind(errors)
    const router = compileRoutes(list, middleware, onError)
    return {
      router,
      errors,
      unmatched: compose(middleware, (request) => answerUnmatched(router, request), onError),
    }
  }

  #createViews(): Views<HttpRequest> {
    const { views: precompiled } = this.#embedded
    const views = new Views<HttpRequest>({
      folder: join(this.root, 'app/views'),
      environment: this.environment,
      ...(precompiled && { precompiled }),
    })
    views.share('appName', this.config.app.name)
    views.share('url', (...call: Parameters<Router['url']>) => this.router.url(...call))
    views.share('asset', (name: string) => this.assets.url(name))
    return views
  }

  #send(response: HttpResponse, request: HttpRequest, core: CoreResponse, startedAt: number): void {
    if (startedAt !== 0 || this.#afterResponse.length > 0) {
      core.onClose((outcome) => this.#finish(response, request, startedAt, outcome))
    }
    try {
      const sending = sendResponse(response, core)
      if (sending !== undefined) sending.catch((error: unknown) => this.#answerFailure(error, request, core))
    } catch (error) {
      this.#answerFailure(error, request, core)
    }
  }

  /** A response that could not be begun: the error page goes out in its place, if anything still can. */
  #answerFailure(error: unknown, request: HttpRequest, core: CoreResponse): void {
    if (core.state !== 'open') {
      if (core.state !== 'aborted') request.log.error({ err: error }, 'The response broke off.')
      return
    }
    void this.#sendErrorPage(error, request, core)
  }

  async #sendErrorPage(error: unknown, request: HttpRequest, core: CoreResponse): Promise<void> {
    try {
      await sendResponse(await this.#requireTable().errors.respond(error, request), core)
    } catch (failure) {
      request.log.error({ err: failure }, 'The error page could not be sent.')
      if (core.state === 'open') core.send(500, new ResponseHeaders())
    }
  }

  #finish(response: HttpResponse, request: HttpRequest, startedAt: number, outcome: string): void {
    if (startedAt !== 0) {
      const ms = Math.round((performance.now() - startedAt) * 100) / 100
      const status = outcome === 'aborted' ? 499 : response.status
      this.log.info({ requestId: request.id, status, ms }, `${request.method} ${request.path}`)
    }
    for (const hook of this.#afterResponse) void this.#runAfterResponse(hook, request, response)
  }

  async #runAfterResponse(
    hook: NonNullable<Plugin['dispatchLoopShutdown']>,
    request: HttpRequest,
    response: HttpResponse,
  ): Promise<void> {
    try {
      await hook(request, response)
    } catch (error) {
      request.log.error({ err: error }, 'A dispatchLoopShutdown hook failed.')
    }
  }

  async #shutdown(): Promise<void> {
    const cut = await this.#core?.close({ deadlineMs: this.config.app.http?.stopDeadlineMs ?? 10_000 })
    if (cut) this.log.warn({ requests: cut }, 'The deadline cut off requests that were still running.')
    for (const provider of this.#parts.providers.slice(0, this.#booted).toReversed()) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- in reverse order of the boot list
        await provider.shutdown?.(this)
      } catch (error) {
        this.log.error({ err: error }, `The provider ${provider.name} failed to shut down.`)
      }
    }
    this.log.flush()
  }

  #requireTable(): RouteTable {
    if (this.#table === undefined)
      throw new VanillinError('E_BOOT_ORDER', 'The routes are there after app.boot().')
    return this.#table
  }

  #requireLifecycle(): Lifecycle {
    if (this.#lifecycle === undefined)
      throw new VanillinError('E_BOOT_ORDER', 'Requests are served after app.boot().')
    return this.#lifecycle
  }
}
