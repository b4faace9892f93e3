import type { Logger } from '../logging/logger.ts'
import type { Application } from './application.ts'
import type { Provider } from './provider.ts'

/** The providers of an app on their way from boot to shutdown: in the order of the boot list, and back. */
export class Providers {
  readonly #app: Application
  readonly #list: readonly Provider[]
  readonly #closers: (() => void | Promise<void>)[] = []
  #booted = 0

  /** @param list may still grow until they register */
  constructor(app: Application, list: readonly Provider[]) {
    this.#app = app
    this.#list = list
  }

  register(): void {
    for (const provider of this.#list) provider.register?.(this.#app)
  }

  async boot(): Promise<void> {
    for (const provider of this.#list) {
      // oxlint-disable-next-line no-await-in-loop -- in the order of the boot list
      await provider.boot?.(this.#app)
      this.#booted += 1
    }
  }

  async ready(): Promise<void> {
    for (const provider of this.#list) {
      // oxlint-disable-next-line no-await-in-loop -- in the order of the boot list
      await provider.ready?.(this.#app)
    }
  }

  /** For what opens with its first use and is no provider's own: closed before the first of them shuts down. */
  onShutdown(close: () => void | Promise<void>): void {
    this.#closers.push(close)
  }

  /** Shuts down who has booted. One that fails is logged, and does not keep the others from it. */
  async shutdown(): Promise<void> {
    const { log } = this.#app
    await Promise.all(this.#closers.map((close) => shutDown('What opened while the app ran', close, log)))
    for (const provider of this.#list.slice(0, this.#booted).toReversed()) {
      // oxlint-disable-next-line no-await-in-loop -- in reverse order of the boot list
      await shutDown(`The provider ${provider.name}`, () => provider.shutdown?.(this.#app), log)
    }
  }
}

async function shutDown(who: string, close: () => void | Promise<void>, log: Logger): Promise<void> {
  try {
    await close()
  } catch (error) {
    log.error({ err: error }, `${who} failed to shut down.`)
  }
}
