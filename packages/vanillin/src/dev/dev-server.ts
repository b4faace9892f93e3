import { developmentAsset } from './development-asset.ts'
import { statSync } from 'node:fs'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import { relative } from 'node:path'
import type { Application } from '@vanillin/core'
import { createNodeRequestListener } from '@vanillin/http'
import { browserFolders, createAppLoader, type AppLoader } from '../app/app-loader.ts'
import { loadApplication } from '../app/load-application.ts'
import { loadRoutesDefinition } from '../app/load-routes.ts'
import { isAllowedHost } from './allowed-host.ts'
import { bootFailurePage } from './boot-failure.ts'
import { createBrowserUrlTest } from './browser-url.ts'
import { classifyChange } from './change.ts'
import { appendClientScript } from './client-script.ts'
import { Connections } from './connections.ts'
import { refusesEditor } from './open-in-editor.ts'
import { requestContext } from './request-context.ts'
import { reloadPlugin, type FileEvent } from './reload-plugin.ts'
import { lookTwice, SECOND_LOOK_MS } from './second-look.ts'

export interface DevServerOptions {
  readonly root: string
  /** The app is loaded; it boots when this resolves. */
  readonly onLoaded: (app: Application) => Promise<void>
  /** The app, or its routes, could not be loaded. */
  readonly onFailure: (title: string, error: unknown) => void
  /** A file that may hold code. */
  readonly onSaved: () => void
  /** Only a new process can take in what changed. */
  readonly onSwapNeeded: (file: string) => void
  /** Views, routes or config changed: their types are stale. */
  readonly onTypesStale: () => void
  readonly onMigrationsChanged: () => void
}

/** Less than the supervisor's patience. */
const DRAIN_DEADLINE_MS = 4_000

/** What can change how the app is loaded; a note or a picture cannot. */
const SOURCE = /\.(ts|js|mjs|json|eta)$|(^|\/)\.env/

/** Runs an app in development: boots it once, then takes in changed files while requests go on. */
export class DevServer {
  /** Listens nowhere: the supervisor accepts connections and passes them on. */
  readonly #http: Server
  readonly #connections: Connections
  readonly #options: DevServerOptions
  readonly #isForBrowser: (url: string) => boolean
  #loader: AppLoader | undefined
  #app: Application | undefined
  #appListener: RequestListener | undefined
  /** The page that is shown instead of the app. */
  #failurePage: string | undefined
  /** Requests wait for it: nobody is answered by code that is being replaced. */
  #reloading: Promise<void> | undefined
  #reloadAgain = false
  #closing = false
  /** What is saved from then on is the successor's. */
  #isReplaced = false

  constructor(options: DevServerOptions) {
    this.#options = options
    this.#isForBrowser = createBrowserUrlTest(browserFolders(options.root))
    this.#http = createServer({ keepAliveTimeout: 30_000 }, (request, response) =>
      this.#answer(request, response),
    )
    this.#connections = new Connections(this.#http)
  }

  /** Takes over a connection that the supervisor accepted. */
  accept(socket: Socket): void {
    this.#http.emit('connection', socket)
  }

  get loader(): AppLoader | undefined {
    return this.#loader
  }

  /** Undefined while it is broken. */
  get app(): Application | undefined {
    return this.#failurePage === undefined ? this.#app : undefined
  }

  /** Resolves with false when the app could not boot; its error page is served then. */
  async boot(): Promise<boolean> {
    const { root } = this.#options
    const plugin = reloadPlugin((event) => this.#changed(event))
    const startedAt = Date.now()
    try {
      this.#loader = await createAppLoader(root, { dev: { server: this.#http, plugin } })
      lookTwice(this.#loader.vite.watcher)
      this.#app = await loadApplication(this.#loader)
      this.#app.assets.useResolver((name) => developmentAsset(root, name))
      await this.#options.onLoaded(this.#app)
      await this.#app.boot()
      this.#appListener = this.#createListener(this.#app)
      await this.#app.ready()
      this.#lookForMissedChanges(startedAt)
      return true
    } catch (error) {
      this.#fail('The app could not start', error)
      return false
    }
  }

  /** From here on the failures of work that its own end cuts off are nobody's concern. */
  async close(): Promise<void> {
    this.#closing = true
    await this.#connections.drain(DRAIN_DEADLINE_MS)
    await this.#app?.shutdown()
    await this.#loader?.close()
  }

  /** A file that was saved while the app booted may have been read before, and the watcher not yet been looking. */
  #lookForMissedChanges(startedAt: number): void {
    const now = Date.now()
    const files = [...this.#loader!.vite.environments.ssr.moduleGraph.fileToModulesMap.keys()]
    const missed = files.find((file) => {
      const modified = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
      return modified > startedAt && modified <= now
    })
    if (missed !== undefined) this.#swap(missed)
  }

  #createListener(app: Application): RequestListener {
    const { limits } = app.config.app.http ?? {}
    return createNodeRequestListener({
      handler: (request, response) => {
        const { method, path } = request
        requestContext.run({ method, path }, () => app.handle(request, response))
      },
      ...(limits && { limits }),
      onError: (error) => app.log.error({ err: error }, 'The HTTP core reports an error.'),
    })
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { host } = request.headers
    if (!isAllowedHost(host, this.#app?.config.app.url)) {
      response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8' })
      response.end(
        `The development server does not answer for ${host ?? 'no host'}. Set url in config/app.ts to use this name.\n`,
      )
    } else if (refusesEditor(request, this.#options.root)) {
      response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8' })
      response.end('Only a page of this app may open an editor, with a file of the app.\n')
    } else if (this.#loader !== undefined && this.#isForBrowser(request.url ?? '')) {
      this.#loader.vite.middlewares(request, response, () => this.#answerByApp(request, response))
    } else if (this.#reloading === undefined) {
      this.#answerByApp(request, response)
    } else {
      void this.#reloading.then(() => this.#answerByApp(request, response))
    }
  }

  #answerByApp(request: IncomingMessage, response: ServerResponse): void {
    if (this.#failurePage === undefined && this.#appListener !== undefined) {
      appendClientScript(request, response)
      this.#appListener(request, response)
      return
    }
    response.writeHead(500, { 'Content-Type': 'text/html; charset=utf-8' })
    response.end(this.#failurePage)
  }

  #changed(event: FileEvent): void {
    if (this.#isReplaced) return
    const { root, onSaved, onTypesStale, onMigrationsChanged } = this.#options
    if (SOURCE.test(event.file)) onSaved()
    const graph = this.#loader!.vite.environments.ssr.moduleGraph
    const change = classifyChange({ ...event, root, graph })
    // What a boot that failed has left behind cannot be built on.
    if (this.#appListener === undefined) {
      if (SOURCE.test(event.file)) this.#swap(event.file)
      return
    }

    switch (change.kind) {
      case 'process':
        return this.#swap(event.file)
      case 'view':
        this.#app!.views.invalidate(change.view)
        onTypesStale()
        return this.#refreshPage()
      case 'routes':
        return this.#reload()
      case 'migration':
        return onMigrationsChanged()
      case 'page':
        return this.#refreshPage()
      case 'none':
        // A file that was missing may be there now.
        if (this.#failurePage !== undefined) this.#reload()
    }
  }

  #swap(file: string): void {
    this.#isReplaced = true
    this.#options.onSwapNeeded(relative(this.#options.root, file))
  }

  #reload(): void {
    if (this.#reloading !== undefined) {
      this.#reloadAgain = true
      return
    }
    this.#reloading = this.#importRoutes().finally(() => {
      this.#reloading = undefined
      this.#options.onTypesStale()
      this.#refreshPage()
    })
  }

  async #importRoutes(): Promise<void> {
    do {
      this.#reloadAgain = false
      try {
        this.#app!.replaceRoutes(await loadRoutesDefinition(this.#loader!))
        this.#failurePage = undefined
      } catch (error) {
        // Half a file may have been read: its other half is noticed within this time.
        await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK_MS + 40))
        if (!this.#reloadAgain) this.#fail('The routes could not be loaded', error)
      }
    } while (this.#reloadAgain)
  }

  #refreshPage(): void {
    this.#loader!.vite.environments.client.hot.send({ type: 'full-reload', path: '*' })
  }

  #fail(title: string, error: unknown): void {
    if (this.#closing) return
    const { root, onFailure } = this.#options
    this.#failurePage = bootFailurePage(title, error, root)
    onFailure(title, error)
  }
}
