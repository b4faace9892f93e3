import type { Database, Kysely } from '@vanillin/database'
import type { JobStore } from './job-store.ts'

type JobTables = {
  jobs: {
    queue: string
    payload: string
    attempts: number
    reserved_at: number | null
    available_at: number
    created_at: number
  }
}

/** Jobs as rows of a table. */
export class DatabaseJobs implements JobStore {
  readonly #tables: Kysely<JobTables>
  readonly #table: 'jobs'

  constructor(database: Database, table: string = 'jobs') {
    this.#tables = database.withTables<JobTables>()
    this.#table = table as 'jobs'
  }

  async push(queue: string, payload: object, delaySeconds: number | undefined, now: Date): Promise<void> {
    const createdAt = Math.floor(now.getTime() / 1_000)
    await this.#tables
      .insertInto(this.#table)
      .values({
        queue,
        payload: JSON.stringify(payload),
        attempts: 0,
        reserved_at: null,
        available_at: createdAt + (delaySeconds ?? 0),
        created_at: createdAt,
      })
      .execute()
  }
}
