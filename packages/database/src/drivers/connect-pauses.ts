import { setTimeout as wait } from 'node:timers/promises'

const firstPauseMs = 50
const longestPauseMs = 1_000

/**
 * Pauses between attempts to connect to a server that cannot be reached: longer each time, and never the same for two processes, which would
 * all come at the same moment. Who asks meanwhile waits for the next attempt.
 */
export class ConnectPauses {
  readonly #isUnreachable: (error: unknown) => boolean
  #failures = 0
  #until = 0

  /** @param isUnreachable whether an attempt failed because of the server: not where all connections are in use */
  constructor(isUnreachable: (error: unknown) => boolean) {
    this.#isUnreachable = isUnreachable
  }

  /** @throws what the attempt throws */
  async attempt<Connection>(connect: () => Promise<Connection>): Promise<Connection> {
    const left = this.#until - performance.now()
    if (left > 0) await wait(left)
    try {
      const connection = await connect()
      this.#failures = 0
      this.#until = 0
      return connection
    } catch (error) {
      if (this.#isUnreachable(error)) this.#failed()
      throw error
    }
  }

  #failed(): void {
    const now = performance.now()
    // Of those that tried together one counts.
    if (now < this.#until) return
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#failures)
    this.#failures += 1
    this.#until = now + pauseMs * (0.5 + Math.random() / 2)
  }
}
