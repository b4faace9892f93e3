import {
  selectCore,
  type BoundAddress,
  type CloseOptions,
  type CoreName,
  type HttpCore,
  type HttpHandler,
  type UwsModule,
} from '@vanillin/http'
import type { HttpConfig } from '../config/app-config.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { Logger } from '../logging/logger.ts'

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

export interface ListenerParts {
  readonly config: HttpConfig | undefined
  readonly log: Logger
  readonly handler: HttpHandler
  /** Loads the uws core out of a bundle. */
  readonly loadUws: (() => Promise<UwsModule>) | undefined
}

/** The HTTP core that serves an app: which one, where, and its end. */
export class Listener {
  #core: HttpCore | undefined
  #isClosed = false

  /**
   * @throws HttpCoreError `E_PORT_IN_USE`, `E_LISTEN_FAILED`, `E_CORE_UNAVAILABLE`
   * @throws VanillinError `E_APP_STOPPING` when it was closed before it was open
   */
  async listen(
    { config, log, handler, loadUws }: ListenerParts,
    options: ListenOptions,
  ): Promise<ListeningAddress> {
    const selected = await selectCore({
      core: options.core ?? config?.core ?? 'auto',
      ...(loadUws && { loadUws }),
    })
    this.#assertOpen()
    this.#core = selected.create({
      handler,
      ...(config?.limits && { limits: config.limits }),
      ...(config?.tls && { tls: config.tls }),
      onError: (error) => log.error({ err: error }, 'The HTTP core reports an error.'),
    })
    const address = await this.#core.listen({
      host: options.host ?? config?.host ?? '127.0.0.1',
      port: options.port ?? config?.port ?? 3000,
      reusePort: options.reusePort ?? config?.reusePort ?? false,
    })
    this.#assertOpen()
    return { ...address, core: selected.name, reason: selected.reason }
  }

  /**
   * Stops accepting and lets running requests finish within the deadline.
   * @returns how many the deadline cut off
   */
  async close(options: CloseOptions): Promise<number> {
    this.#isClosed = true
    return (await this.#core?.close(options)) ?? 0
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new VanillinError('E_APP_STOPPING', 'The app was shut down before it listened.')
  }
}
