import type { Driver } from 'kysely'
import { GuardedDriver } from '../../guarded-dialect.ts'
import type { Guard, GuardedConnection } from '../../guarded-dialect.ts'

/** Opens a driver with its first connection and closes it once. Kysely's own for this is not exported. */
export class OnceDriver extends GuardedDriver {
  readonly #onDestroy: () => Promise<void>
  #opening: Promise<void> | null = null
  #destroying: Promise<void> | null = null

  constructor(inner: Driver, guard: Guard, onDestroy: () => Promise<void>) {
    super(inner, guard)
    this.#onDestroy = onDestroy
  }

  override async acquireConnection(): Promise<GuardedConnection> {
    if (this.#destroying) throw new Error('driver has already been destroyed')
    this.#opening ??= this.init()
    await this.#opening
    return super.acquireConnection()
  }

  override async destroy(): Promise<void> {
    this.#destroying ??= Promise.all([this.#onDestroy(), this.#opening?.then(() => super.destroy())]).then(
      () => {},
    )
    await this.#destroying
  }
}
