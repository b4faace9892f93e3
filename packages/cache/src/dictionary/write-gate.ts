import { join } from 'node:path'
import type { RootDatabase } from 'lmdb'
import { makePrivate } from './make-private.ts'
import type { EnvironmentOptions } from './open-environment.ts'
import { openEnvironment } from './open-environment.ts'

/**
 * Keeps writers out while a process opens the file, and each other. LMDB (0.9.22 and later) sets the number of the last transaction anew with every
 * opening, to what it has read a moment before: when somebody commits in that moment, the next writer begins where that commit is not, and it is lost.
 *
 * It is the lock of another file of LMDB, in which nothing is ever committed, so that opening it does no harm. Who is killed while he holds it
 * lets go of it.
 */
export class WriteGate {
  readonly #lock: RootDatabase

  constructor(options: EnvironmentOptions) {
    makePrivate(options.folder)
    this.#lock = openEnvironment({ ...options, folder: join(options.folder, 'gates') })
  }

  /** Runs `work` while no other process is inside. */
  inside<Result>(work: () => Result): Result {
    return this.#lock.transactionSync(work)
  }

  close(): Promise<void> {
    return this.#lock.close()
  }
}
