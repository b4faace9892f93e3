import { RequestError, type CoreRequest, type CoreResponse } from '@vanillin/http'
import { resolve } from 'node:path'
import type { ConfigFiles } from '../config/app-config.ts'
import { appRoot } from '../config/app-root.ts'
import { readEnvironment, type Environment } from '../config/environment.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import { FileStorage } from '../files/file-storage.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { refuseWhatJsonEmpties } from '../http/write-json.ts'
import { createLogger, type Logger } from '../logging/logger.ts'
import { RoutesDefinition } from '../routing/define-routes.ts'
import type { Router } from '../routing/router.ts'
import { InProcessExchange } from '../testing/in-process-exchange.ts'
import { appKeys } from '../encryption/app-keys.ts'
import { Encrypter } from '../encryption/encrypter.ts'
import { Signer } from '../encryption/signer.ts'
import type { Sessions } from '../session/sessions.ts'
import type { SignedUrlOptions } from '../security/signed-url-options.ts'
import { TrustedProxies } from '../security/trusted-proxies.ts'
import { UrlSigner } from '../security/url-signature.ts'
import type { AppConfigFiles, RouteName, RouteParameters } from '../types/registry.ts'
import { UploadFolder } from '../uploads/upload-folder.ts'
import type { Views } from '../view/index.ts'
import { Assets } from './assets.ts'
import { addToParts, sortBootList, type BootItem, type BootParts } from './boot-list.ts'
import { createViews } from './create-views.ts'
import type { EmbeddedParts } from './embedded-parts.ts'
import { healthRoute } from './health-route.ts'
import { Listener, type ListeningAddress, type ListenOptions } from './listener.ts'
import { Providers } from './providers.ts'
import { RequestHandler } from './request-handler.ts'
import { createRouteTable, type RouteTable } from './route-table.ts'
import { Services, type ServiceToken } from './services.ts'

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
  /** @internal set by the provider of sessions */
  sessions: Sessions | undefined = undefined
  /** @internal undefined when there are none */
  readonly proxies: TrustedProxies | undefined
  /** @internal Where files of forms lie until the response is out. */
  readonly uploads: UploadFolder

  /** @internal Runs each request inside of something, for development: a context of it makes every promise dearer. */
  requestScope: ((request: HttpRequest, run: () => void) => void) | undefined = undefined

  readonly #parts: BootParts
  readonly #providers: Providers
  readonly #services = new Services()
  #views: Views<HttpRequest> | undefined
  #embedded: EmbeddedParts = {}
  #table: RouteTable | undefined
  #handler: RequestHandler | undefined
  #booting: Promise<void> | undefined
  #urlSigner: UrlSigner | undefined
  readonly #listener = new Listener()
  #stopping: Promise<void> | undefined

  constructor(config: ConfigFiles, boot: readonly BootItem[]) {
    refuseWhatJsonEmpties()
    RequestError.tracesClients = this.environment !== 'production'
    this.config = config
    this.log = createLogger(this.environment, config.app.log)
    this.proxies = TrustedProxies.from(config.app.http)
    this.uploads = new UploadFolder(this.root, config.app.uploads?.folder)
    this.#parts = sortBootList(boot)
    this.#providers = new Providers(this, this.#parts.providers)
    this.provide(FileStorage, () => new FileStorage(resolve(this.root, config.app.storage ?? 'storage')))
    this.provide(Encrypter, () => new Encrypter(appKeys(config.app)))
    this.provide(Signer, () => new Signer(appKeys(config.app)))
  }

  /** The templates. */
  get views(): Views<HttpRequest> {
    return (this.#views ??= createViews(this, this.#embedded.views))
  }

  /** What the app keeps on disk, in the folder `storage` of config/app.ts. */
  get storage(): FileStorage {
    return this.use(FileStorage)
  }

  /** @throws VanillinError `E_BOOT_ORDER` before the boot */
  get router(): Router {
    return this.#requireTable().router
  }

  /**
   * The path of a named route, with a signature that {@link requireSignature} and `request.hasValidSignature` check: nobody can
   * change it or make one up. Path and query are signed, not the host.
   *
   * @example
   * const path = app.signedUrl('unsubscribe', { user: 7 }, { expiresIn: days(30) })
   *
   * @throws VanillinError `E_ROUTE_NAME_UNKNOWN`, `E_ROUTE_PARAMETER_MISSING`, `E_APP_KEY`
   */
  signedUrl<Name extends RouteName>(
    name: Name,
    parameters: RouteParameters<Name>,
    { expiresIn, query = {} }: SignedUrlOptions,
  ): string {
    if ('expires' in query || 'signature' in query)
      throw new TypeError('signedUrl() writes the fields expires and signature itself.')
    const expiresAt = expiresIn === 'never' ? undefined : new Date(Date.now() + expiresIn)
    return this.urlSigner.sign(this.router.url(name, parameters, query), expiresAt)
  }

  /** @internal */
  get urlSigner(): UrlSigner {
    return (this.#urlSigner ??= new UrlSigner(this.config.app))
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

  /**
   * Registers and boots every provider and compiles the routes. A second call waits for the first.
   * @throws VanillinError `E_APP_STOPPING` behind the shutdown
   */
  boot(): Promise<void> {
    return (this.#booting ??= this.#boot())
  }

  /**
   * Boots, then serves on the configured address until `shutdown`. Told to stop before the socket is open, it leaves it closed.
   * @throws HttpCoreError `E_PORT_IN_USE`, `E_LISTEN_FAILED`, `E_CORE_UNAVAILABLE`
   * @throws VanillinError `E_APP_STOPPING`
   */
  async listen(options: ListenOptions = {}): Promise<ListeningAddress> {
    await this.boot()
    const address = await this.#listener.listen(
      {
        config: this.config.app.http,
        log: this.log,
        handler: this.handle,
        loadUws: this.#embedded.loadUws,
      },
      options,
    )
    await this.ready()
    return address
  }

  /** Tells the providers that the app is being served; `listen` does it. */
  ready(): Promise<void> {
    return this.#providers.ready()
  }

  /** Serves one request of a core. */
  readonly handle = (core: CoreRequest, coreResponse: CoreResponse): void => {
    if (this.#handler === undefined)
      throw new VanillinError('E_BOOT_ORDER', 'Requests are served after app.boot().')
    this.#handler.handle(core, coreResponse)
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

  /**
   * Runs when the app shuts down, behind the last response and before the providers: for what opens with its first use and is none's own.
   * @example
   * app.onShutdown(() => pool.close())
   */
  onShutdown(close: () => void | Promise<void>): void {
    this.#providers.onShutdown(close)
  }

  /** Replaces the routes of a running app; requests under way finish on the old ones. */
  replaceRoutes(routes: RoutesDefinition): void {
    this.#table = this.#compile(routes)
  }

  /** Waits for a boot that is under way, stops accepting, lets running requests finish within the deadline, then shuts providers down in reverse. */
  shutdown(): Promise<void> {
    return (this.#stopping ??= this.#shutdown())
  }

  async #boot(): Promise<void> {
    if (this.isStopping) throw new VanillinError('E_APP_STOPPING', 'The app was shut down before it booted.')
    this.#providers.register()
    this.#table = this.#compile(this.#parts.routes ?? new RoutesDefinition(() => {}))
    await this.#providers.boot()
    await this.uploads.sweep()
    this.#handler = new RequestHandler(this, this.#parts.plugins, () => this.#requireTable())
  }

  #compile(definition: RoutesDefinition): RouteTable {
    const list = definition.collect()
    list.definitions.push(healthRoute(this))
    return createRouteTable(list, this.#parts, this.environment)
  }

  async #shutdown(): Promise<void> {
    // What boots behind the shutdown would never end.
    await this.#booting?.catch(() => undefined)
    const cut = await this.#listener.close({
      deadlineMs: this.config.app.http?.stopDeadlineMs ?? 10_000,
      // Who develops waits for the end; where users are, their next request is waited for.
      quietMs: this.environment === 'production' ? 100 : 0,
    })
    if (cut > 0) this.log.warn({ requests: cut }, 'The deadline cut off requests that were still running.')
    await this.#providers.shutdown()
    await this.uploads.remove()
    this.log.flush()
  }

  #requireTable(): RouteTable {
    if (this.#table === undefined)
      throw new VanillinError('E_BOOT_ORDER', 'The routes are there after app.boot().')
    return this.#table
  }
}
