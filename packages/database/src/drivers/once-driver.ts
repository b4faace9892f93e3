import type { DatabaseConnection, Driver } from 'kysely'
import { ForwardingDriver } from './forwarding-driver.ts'

/** Opens a driver with its first connection and closes it once. Kysely's own for this is not exported. */
export class OnceDriver extends ForwardingDriver {
  readonly #beforeDestroy: () => Promise<void>
  #opening: Promise<void> | null = null
  #isOver = false
  #destroying: Promise<void> | null = null

  /** @param beforeDestroy what waits for something else may still get a connection until it has resolved */
  constructor(inner: Driver, beforeDestroy: () => Promise<void> = () => Promise.resolve()) {
    super(inner)
    this.#beforeDestroy = beforeDestroy
  }

  override init(): Promise<void> {
    return (this.#opening ??= super.init())
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#isOver) throw new Error('driver has already been destroyed')
    await this.init()
    return super.acquireConnection()
  }

  override destroy(): Promise<void> {
    return (this.#destroying ??= this.#destroyOnce())
  }

  async #destroyOnce(): Promise<void> {
    await this.#beforeDestroy()
    this.#isOver = true
    await this.init()
    await this.inner.destroy()
  }
}
