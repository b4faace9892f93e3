import { DatabaseError } from '../errors/database-error.ts'

const mostWaiting = 10_000

/** Counts the queries that wait for a connection or an answer. One too many is refused at once: a database that is too slow must not fill the memory. */
export class CrowdLimit {
  readonly #target: string
  readonly #most: number
  #count = 0

  /** @param target for people: `PostgreSQL at db.example:5432, database blog` */
  constructor(target: string, most: number = mostWaiting) {
    this.#target = target
    this.#most = most
  }

  /** Waits for something that a query needs. @throws DatabaseError E_DATABASE_BUSY */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.enter()
    try {
      return await work()
    } finally {
      this.leave()
    }
  }

  /** @throws DatabaseError E_DATABASE_BUSY */
  enter(): void {
    this.assertRoom(this.#count)
    this.#count += 1
  }

  /** For whoever counts himself. @throws DatabaseError E_DATABASE_BUSY when so many wait that nobody more may */
  assertRoom(waiting: number): void {
    if (waiting >= this.#most)
      throw new DatabaseError('E_DATABASE_BUSY', `${this.#most} queries wait for ${this.#target} already.`, {
        help: 'The database is slower than it is asked: look for slow queries, or limit the requests. Nothing was sent.',
      })
  }

  leave(): void {
    this.#count -= 1
  }
}
