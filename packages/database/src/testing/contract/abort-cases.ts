import { describe, expect, test, vi } from 'vitest'
import type { RawBuilder } from 'kysely'
import { Model, db, sql } from '../../index.ts'
import type { Database, ModelQuery } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

class Author extends Model('contract_authors') {}

const given = { code: 'E_QUERY_ABORTED', status: 499, message: 'A query was given up: the client left.' }

export function abortCases(context: ContractContext): void {
  const isMysql = (): boolean => context.database.driver === 'mysql'
  const leaving = (): { signal: AbortSignal; leave: () => void } => {
    const controller = new AbortController()
    return { signal: controller.signal, leave: () => controller.abort(new Error('The client left.')) }
  }
  const emails = async (): Promise<string[]> => {
    const rows = await db.selectFrom('contract_authors').select('email').orderBy('email').execute()
    return rows.map(({ email }) => email)
  }
  const add = (database: Pick<Database, 'insertInto'>, email: string): Promise<unknown> =>
    database.insertInto('contract_authors').values({ email }).execute()

  describe('a signal', () => {
    test('that says so beforehand: nothing is sent, by builders, raw SQL, models, streams and transactions', async () => {
      const signal = AbortSignal.abort(new Error('the client left'))
      const quiet = db.withSignal(signal)
      const of = (): ModelQuery<typeof Author> => Author.where('email', '!=', 'x').signal(signal)
      const stream = async (): Promise<void> => {
        for await (const row of quiet.selectFrom('contract_authors').selectAll().stream()) expect(row).toBe(0)
      }
      for (const attempt of [
        () => add(quiet, 'a@x'),
        () => sql`insert into contract_authors (email) values ('a@x')`.execute(quiet),
        () => of().get(),
        () => of().first(),
        () => of().count(),
        () => of().exists(),
        () => of().paginate(),
        () => of().cursorPaginate(),
        () => of().update({ email: 'b@x' }),
        () => of().delete(),
        stream,
        () => db.transaction(() => Author.create({ email: 'a@x' }), { signal }),
      ])
        await expect(attempt()).rejects.toMatchObject({ ...given, cause: { message: 'the client left' } })
      expect(await emails()).toEqual([])
    })

    test('that says nothing changes nothing', async () => {
      const { signal } = leaving()
      await add(db.withSignal(signal), 'a@x')
      expect(await Author.where('email', 'a@x').signal(signal).first()).toMatchObject({ email: 'a@x' })
      await db.transaction(() => Author.create({ email: 'b@x' }), { signal })
      expect(
        await Author.where('email', '!=', 'x')
          .signal(signal)
          .update({ email: 'c@x' })
          .catch(() => 'taken'),
      ).toBe('taken')
      expect(await emails()).toEqual(['a@x', 'b@x'])
    })

    test('of a query that waits for a connection: it rejects at once, and is never sent', async () => {
      const { signal, leave } = leaving()
      const isEmbedded = context.database.driver === 'embedded'
      const narrow = isEmbedded
        ? context.database
        : await context.subject.connectAgain({ pool: { max: 1, lanes: 0 } })
      let free = (): void => {}
      const held = new Promise<void>((resolve) => (free = resolve))
      const holder = narrow.connection().execute(async (one) => {
        await sql`select 1`.execute(one)
        await held
      })
      const waiting = add(narrow.withSignal(signal), 'late@x')
      leave()
      await expect(waiting).rejects.toMatchObject({ code: 'E_QUERY_ABORTED' })
      free()
      await holder
      await sql`select 1`.execute(narrow)
      expect(await emails()).toEqual([])
      if (!isEmbedded) await narrow.close()
    })

    test('acquireTimeoutMs: 0: a query waits for a connection without end', async () => {
      const patient = await context.subject.connectAgain({ pool: { max: 1, lanes: 0, acquireTimeoutMs: 0 } })
      let free = (): void => {}
      const held = new Promise<void>((resolve) => (free = resolve))
      const holder = patient.connection().execute(() => held)
      const waiting = add(patient, 'a@x').then(
        () => 'written',
        (error: unknown) => error,
      )
      // A limit of no time would be over by then.
      const from = performance.now()
      while (performance.now() < from + 20) await new Promise((resolve) => setImmediate(resolve))
      free()
      await holder
      expect(await waiting).toBe('written')
      if (patient !== context.database) await patient.close()
    })

    test('maxWaiting: more than so many that wait are refused at once, and nothing of them is sent', async () => {
      const narrow = await context.subject.connectAgain({ pool: { max: 1, lanes: 0, maxWaiting: 3 } })
      if (narrow === context.database) return // the one in memory is that of the suite
      let free = (): void => {}
      const held = new Promise<void>((resolve) => (free = resolve))
      let take = (): void => {}
      const taken = new Promise<void>((resolve) => (take = resolve))
      const holder = narrow.connection().execute(async () => {
        take()
        await held
      })
      await taken
      const outcomes = ['a@x', 'b@x', 'c@x', 'd@x', 'e@x'].map((email) => add(narrow, email))
      for (const late of outcomes.slice(3))
        await expect(late).rejects.toMatchObject({
          code: 'E_DATABASE_BUSY',
          status: 503,
          message: expect.stringContaining('3 queries wait'),
        })
      free()
      await Promise.all([holder, ...outcomes.slice(0, 3)])
      await add(narrow, 'f@x')
      await narrow.close()
      expect(await emails()).toEqual(['a@x', 'b@x', 'c@x', 'f@x'])
    })

    test('that is a limit of time says so', async () => {
      if (context.database.driver === 'embedded') return // a query there holds up the clock, too
      const slow = sql`select ${sleep()}`.execute(db.withSignal(AbortSignal.timeout(50)))
      await expect(slow).rejects.toMatchObject({ code: 'E_QUERY_TIMEOUT', status: 503 })
      await vi.waitFor(async () => expect(await sleepers()).toBe(0))
    })
  })

  const sleep = (): RawBuilder<unknown> => (isMysql() ? sql`sleep(60)` : sql`pg_sleep(60)`)
  const asleepForever = (): RawBuilder<boolean> =>
    isMysql() ? sql<boolean>`sleep(60) = 1` : sql<boolean>`pg_sleep(60) is null`
  const sleepers = async (): Promise<number> => {
    const { rows } = await (
      isMysql()
        ? sql<{ count: string }>`select count(*) as count from information_schema.processlist
            where db = database() and info like '%sleep(60)%' and id <> connection_id()`
        : sql<{ count: string }>`select count(*) as count from pg_stat_activity
            where datname = current_database() and state = 'active' and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()`
    ).execute(context.database)
    return Number(rows[0]?.count)
  }
  const asleep = (count = 1): Promise<void> =>
    vi.waitFor(async () => expect(await sleepers()).toBe(count), { interval: 10, timeout: 5000 })

  describe('what runs on a server', () => {
    test('is ended there when its signal says so: a builder, raw SQL, a model, a stream', async () => {
      if (context.database.driver === 'embedded') return
      await add(db, 'a@x')
      const stream = async (signal: AbortSignal): Promise<void> => {
        const rows = db.withSignal(signal).selectFrom('contract_authors').select(sleep().as('slept'))
        for await (const row of rows.stream(1)) expect(row).toBe(0)
      }
      for (const ask of [
        (signal: AbortSignal) => db.withSignal(signal).selectNoFrom(sleep().as('slept')).execute(),
        (signal: AbortSignal) => sql`select ${sleep()} as slept`.execute(db.withSignal(signal)),
        (signal: AbortSignal) =>
          Author.where(() => asleepForever())
            .signal(signal)
            .get(),
        stream,
      ]) {
        const { signal, leave } = leaving()
        const running = ask(signal)
        running.catch(() => {})
        await asleep()
        leave()
        await expect(running).rejects.toMatchObject({ code: 'E_QUERY_ABORTED' })
        await asleep(0)
      }
      expect(await emails()).toEqual(['a@x'])
    })

    test('in a transaction: what was written is taken back, by its signal or its limit of time', async () => {
      if (context.database.driver === 'embedded') return
      const { signal, leave } = leaving()
      const work = async (): Promise<void> => {
        await Author.create({ email: 'a@x' })
        await sql`select ${sleep()}`.execute(db)
      }
      const left = db.transaction(work, { signal })
      left.catch(() => {})
      await asleep()
      leave()
      await expect(left).rejects.toMatchObject({ code: 'E_QUERY_ABORTED' })
      await asleep(0)

      await expect(db.transaction(work, { timeoutMs: 100 })).rejects.toMatchObject({
        code: 'E_TRANSACTION_TIMEOUT',
      })
      await asleep(0)
      expect(await emails()).toEqual([])
    })

    test('a request to end it that comes too late hits nobody else', async () => {
      if (context.database.driver === 'embedded') return
      const single = await context.subject.connectAgain({ pool: { max: 1, lanes: 0 } })
      const one = sql<{ one: number }>`select 1 as one`
      let ended = 0
      for (let round = 0; round < 40; round += 1) {
        const { signal, leave } = leaving()
        const first = one.execute(single.withSignal(signal)).catch(() => (ended += 1))
        for (let turn = 0; turn < round % 8; turn += 1) await new Promise((resolve) => setImmediate(resolve))
        leave()
        const next = await Promise.all([one.execute(single), one.execute(single)])
        expect(next.map(({ rows }) => rows)).toEqual([[{ one: 1 }], [{ one: 1 }]])
        await first
      }
      expect(ended).toBeGreaterThan(0)
      await single.close()
    })
  })
}
