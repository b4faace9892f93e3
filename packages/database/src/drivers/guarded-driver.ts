import type { DatabaseConnection, Driver } from 'kysely'
import { ForwardingDriver } from './forwarding-driver.ts'
import type { Guard } from './guard.ts'
import { GuardedConnection } from './guarded-connection.ts'
import type { Handover } from './handover.ts'

/** Kysely's own driver with a {@link Guard} around each connection. SQL and results are left alone. */
export class GuardedDriver<Raw extends { release(): void }> extends ForwardingDriver {
  readonly #handover: Handover<Raw>
  readonly #guard: Guard<Raw>

  /** @param inner takes what is handed over for its connections */
  constructor(inner: Driver, handover: Handover<Raw>, guard: Guard<Raw>) {
    super(inner)
    this.#handover = handover
    this.#guard = guard
  }

  override async acquireConnection(): Promise<GuardedConnection<Raw>> {
    try {
      const raw = await this.#guard.acquire()
      return new GuardedConnection(await this.#given(raw), raw, this.#guard)
    } catch (error) {
      throw this.#guard.explainAcquire(error)
    }
  }

  override async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const own = connection as GuardedConnection<Raw>
    await own.settle()
    await super.releaseConnection(own.inner)
  }

  async #given(raw: Raw): Promise<DatabaseConnection> {
    try {
      return await this.#handover.give(raw, () => this.inner.acquireConnection())
    } catch (error) {
      raw.release()
      throw error
    }
  }
}
