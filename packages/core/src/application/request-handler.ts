import type { CoreRequest, CoreResponse } from '@vanillin/http'
import { join } from 'node:path'
import { Lifecycle } from '../dispatch/lifecycle.ts'
import type { OnError } from '../dispatch/answer.ts'
import { ResponseSender } from '../dispatch/response-sender.ts'
import { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { createPublicFilesStage } from '../static/public-files-stage.ts'
import { PublicFiles } from '../static/public-files.ts'
import { createHostCheck } from '../security/host-check.ts'
import { SecurityHeaders } from '../security/security-headers.ts'
import type { Application } from './application.ts'
import { createCrossOriginCheck } from './cross-origin-check.ts'
import type { Plugin } from './plugin.ts'
import { createRouteStage } from './route-stage.ts'
import type { RouteTable } from './route-table.ts'

/** From a core's request to its response: the phases, put together once at boot, then the sending. */
export class RequestHandler {
  readonly #app: Application
  readonly #lifecycle: Lifecycle
  readonly #sender: ResponseSender

  /** @param table asked for each request, because a hot reload replaces it */
  constructor(app: Application, plugins: readonly Plugin[], table: () => RouteTable) {
    this.#app = app
    const onError: OnError = (error, request) => table().onError(error, request)
    const unremarkable = new WeakSet<HttpResponse>()
    const checkOrigin = createCrossOriginCheck(app.config.app.http?.trustedOrigins ?? [], (origin, request) =>
      table().admits(origin, request),
    )
    const files = new PublicFiles({
      folder: join(app.root, 'public'),
      isImmutable: (path) => app.assets.isHashed(path),
      keepsFiles: app.environment === 'production',
    })
    this.#lifecycle = new Lifecycle({
      plugins,
      admit: createHostCheck(app.config.app, app.environment),
      route: createRouteStage(() => table().router, checkOrigin),
      prepare: app.sessions?.loadsAhead === true ? app.sessions.prepare : undefined,
      publicFiles: createPublicFilesStage(files, (response) => {
        if (app.environment === 'development') unremarkable.add(response)
      }),
      dispatch: (request) => (request.match?.route.handler ?? table().unmatched).answer(request),
      onError,
    })
    this.#sender = new ResponseSender({
      log: app.log,
      logsRequests: app.config.app.log?.requests ?? true,
      plugins,
      securityHeaders: new SecurityHeaders(app.config.app.securityHeaders ?? {}, app.environment),
      unremarkable,
      onError,
    })
  }

  handle(core: CoreRequest, coreResponse: CoreResponse): void {
    const request = new HttpRequest(this.#app, core, coreResponse)
    const scope = this.#app.requestScope
    if (scope === undefined) this.#run(request, coreResponse)
    else scope(request, () => this.#run(request, coreResponse))
  }

  #run(request: HttpRequest, coreResponse: CoreResponse): void {
    const startedAt = this.#sender.start()
    const response = this.#lifecycle.run(request)
    if (response instanceof Promise)
      void response.then((value) => this.#finish(value, request, coreResponse, startedAt))
    else this.#finish(response, request, coreResponse, startedAt)
  }

  #finish(response: HttpResponse, request: HttpRequest, core: CoreResponse, startedAt: number): void {
    if (!request.isPending) return this.#send(response, request, core, startedAt)
    const finished = this.#lifecycle.finish(request, response)
    if (finished instanceof Promise)
      void finished.then((value) => this.#send(value, request, core, startedAt))
    else this.#send(finished, request, core, startedAt)
  }

  #send(response: HttpResponse, request: HttpRequest, core: CoreResponse, startedAt: number): void {
    request.isAnswered = true
    this.#sender.send(response, request, core, startedAt)
  }
}
