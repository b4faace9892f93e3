import type { Application } from '@vanillin/core'
import { FastCgiUpstream } from './fastcgi-upstream.ts'
import { findUpstream } from './find-upstream.ts'
import { HttpUpstream } from './http-upstream.ts'
import type { PhpUpstream } from './php-upstream.ts'
import type { UpstreamSettings } from './upstream-settings.ts'

const made = new WeakMap<Application, AppUpstreams>()

/** The upstreams of an app, each once however often its routes are read anew; they close with the app. */
export class AppUpstreams {
  readonly #app: Application
  readonly #upstreams = new Map<string, Promise<PhpUpstream>>()

  private constructor(app: Application) {
    this.#app = app
    app.onShutdown(() => this.#close())
  }

  static of(app: Application): AppUpstreams {
    let upstreams = made.get(app)
    if (upstreams === undefined) made.set(app, (upstreams = new AppUpstreams(app)))
    return upstreams
  }

  /**
   * The upstream of these settings; one that has ended by itself is replaced.
   *
   * @param root where PHP's files are, for a server that has to be started
   * @throws BridgeError `E_PHP_UPSTREAM`
   */
  async get(settings: UpstreamSettings, root: string | undefined): Promise<PhpUpstream> {
    const key = JSON.stringify([settings, root])
    const known = this.#upstreams.get(key)
    const upstream = await (known ?? this.#create(key, settings, root))
    if (upstream.isGone !== true) return upstream
    // Whoever comes first starts another, and the rest waits for that one.
    if (this.#upstreams.get(key) !== known) return this.get(settings, root)
    const next = this.#create(key, settings, root)
    await upstream.close()
    return next
  }

  #create(key: string, settings: UpstreamSettings, root: string | undefined): Promise<PhpUpstream> {
    const created = this.#start(settings, root)
    this.#upstreams.set(key, created)
    // What was not found now may be there when it is asked for again.
    created.catch(() => this.#upstreams.delete(key))
    return created
  }

  async #start(settings: UpstreamSettings, root: string | undefined): Promise<PhpUpstream> {
    if (settings.kind === 'fpm') return new FastCgiUpstream(settings)
    if (settings.kind === 'http') return new HttpUpstream(settings)
    const found = await findUpstream(this.#app, settings, root)
    this.#app.log.info(`PHP: ${found.description}`)
    return found
  }

  async #close(): Promise<void> {
    const results = await Promise.allSettled(this.#upstreams.values())
    await Promise.all(
      results.map(async (result) => {
        if (result.status === 'fulfilled') await result.value.close()
      }),
    )
  }
}
