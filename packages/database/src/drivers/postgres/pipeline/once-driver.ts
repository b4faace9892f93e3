import type { Driver } from 'kysely'
import { GuardedDriver } from '../../guarded-dialect.ts'
import type { Guard, GuardedConnection } from '../../guarded-dialect.ts'

/** Opens a driver with its first connection and closes it once. Kysely's own for this is not exported. */
export class OnceDriver extends GuardedDriver {
  readonly #onDestroy: () => Promise<void>
  #opening: Promise<void> | null = null
  #isOver = false
  #destroying: Promise<void> | null = null

  constructor(inner: Driver, guard: Guard, onDestroy: () => Promise<void>) {
    super(inner, guard)
    this.#onDestroy = onDestroy
  }

  override async acquireConnection(): Promise<GuardedConnection> {
    if (this.#isOver) throw new Error('driver has already been destroyed')
    this.#opening ??= this.init()
    await this.#opening
    return super.acquireConnection()
  }

  override async destroy(): Promise<void> {
    this.#destroying ??= this.#destroyOnce()
    await this.#destroying
  }

  // What waited for a lane may still get a connection here.
  async #destroyOnce(): Promise<void> {
    await this.#onDestroy()
    this.#isOver = true
    this.#opening ??= this.init()
    await this.#opening
    await super.destroy()
  }
}
