import { describe, expect, test } from 'vitest'
import { Model, afterCommit, db, sql } from '../../index.ts'
import type { Database } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

class Author extends Model('contract_authors') {}

/** A promise, and what settles it. */
function signal(): { readonly promise: Promise<void>; readonly give: () => void } {
  let give = (): void => {}
  const promise = new Promise<void>((resolve) => {
    give = resolve
  })
  return { promise, give }
}

export function transactionCases(context: ContractContext): void {
  const add = (email: string): Promise<unknown> => Author.create({ email })
  const emails = async (database: Database = db): Promise<string[]> => {
    const rows = await database.selectFrom('contract_authors').select('email').orderBy('email').execute()
    return rows.map(({ email }) => email)
  }
  /** A connection beside the suite's own; the embedded database has but one. */
  async function beside<Result>(work: (other: Database) => Promise<Result>): Promise<Result> {
    const other = await context.subject.connectAgain()
    try {
      return await work(other)
    } finally {
      await other.close()
    }
  }
  const isEmbedded = (): boolean => context.database.driver === 'embedded'
  const failure = (message = 'on purpose'): never => {
    throw new Error(message)
  }

  describe('a transaction around code', () => {
    test('holds all queries inside of it: models, db, raw SQL, streams, and the database itself', async () => {
      const seen = await db.transaction(async () => {
        await add('model@x')
        await db.insertInto('contract_authors').values({ email: 'builder@x' }).execute()
        await sql`insert into contract_authors (email) values ('raw@x')`.execute(db)
        await context.database.insertInto('contract_authors').values({ email: 'own@x' }).execute()
        const streamed: string[] = []
        for await (const row of db.selectFrom('contract_authors').select('email').stream())
          streamed.push(row.email)
        if (!isEmbedded()) expect(await beside(emails)).toEqual([])
        return streamed.toSorted()
      })
      expect(seen).toEqual(['builder@x', 'model@x', 'own@x', 'raw@x'])
      expect(await emails()).toEqual(seen)
    })

    test('is taken back when its work rejects, and the error is handed on', async () => {
      const attempt = db.transaction(async () => {
        await add('a@x')
        failure()
      })
      await expect(attempt).rejects.toThrow('on purpose')
      expect(await emails()).toEqual([])
      await db.transaction(() => add('b@x'))
      expect(await emails()).toEqual(['b@x'])
    })

    test('the handle that it is given speaks to it as well', async () => {
      await db.transaction(async (trx) => {
        await trx.insertInto('contract_authors').values({ email: 'a@x' }).execute()
        expect(await emails()).toEqual(['a@x'])
      })
    })

    test('50 at once do not mix', async () => {
      await Promise.allSettled(
        Array.from({ length: 50 }, (_, index) =>
          db.transaction(async () => {
            await add(`${index}@x`)
            await add(`${index}@y`)
            if (index % 2 === 1) failure()
          }),
        ),
      )
      const kept = await emails()
      expect(kept).toHaveLength(50)
      expect(kept.every((email) => Number.parseInt(email) % 2 === 0)).toBe(true)
    })

    test('a query that comes after the end of its transaction is refused while another one is open', async () => {
      const ended = signal()
      const late = await db.transaction(async () => {
        await add('a@x')
        return { answer: ended.promise.then(() => emails()) }
      })
      const refused = expect(late.answer).rejects.toMatchObject({ code: 'E_TRANSACTION_OVER' })
      await db.transaction(async () => {
        ended.give()
        await refused
      })
    })
  })

  describe('a transaction inside of another', () => {
    test('takes back its own part when it fails and is caught', async () => {
      await db.transaction(async () => {
        await add('outer@x')
        await expect(
          db.transaction(async () => {
            await add('inner@x')
            await db.transaction(() => add('innermost@x'))
            failure()
          }),
        ).rejects.toThrow('on purpose')
        await db.transaction(() => add('second@x'))
      })
      expect(await emails()).toEqual(['outer@x', 'second@x'])
    })

    test('takes all of it back when nobody catches its error', async () => {
      const attempt = db.transaction(async () => {
        await add('outer@x')
        await db.transaction(async () => failure())
      })
      await expect(attempt).rejects.toThrow('on purpose')
      expect(await emails()).toEqual([])
    })

    test('may catch a statement that fails, after which the outer one goes on', async () => {
      await db.transaction(async () => {
        await add('a@x')
        await expect(db.transaction(() => add('a@x'))).rejects.toMatchObject({ code: 'E_ROW_EXISTS' })
        await add('b@x')
      })
      expect(await emails()).toEqual(['a@x', 'b@x'])
    })

    test('takes turns with those beside it', async () => {
      await db.transaction(async () => {
        const results = await Promise.allSettled(
          [0, 1, 2, 3].map((index) =>
            db.transaction(async () => {
              await add(`${index}@x`)
              await add(`${index}@y`)
              if (index === 1) failure()
            }),
          ),
        )
        expect(results.map(({ status }) => status)).toEqual([
          'fulfilled',
          'rejected',
          'fulfilled',
          'fulfilled',
        ])
      })
      expect(await emails()).toEqual(['0@x', '0@y', '2@x', '2@y', '3@x', '3@y'])
    })

    test('must end before the outer one makes a query', async () => {
      const isOpen = signal()
      const mayEnd = signal()
      await db.transaction(async () => {
        const inner = db.transaction(async () => {
          await add('inner@x')
          isOpen.give()
          await mayEnd.promise
        })
        await isOpen.promise
        await expect(add('outer@x')).rejects.toMatchObject({ code: 'E_TRANSACTION_BUSY' })
        mayEnd.give()
        await inner
      })
      expect(await emails()).toEqual(['inner@x'])
    })

    test('takes no options, and is not begun by hand', async () => {
      await db.transaction(async () => {
        await expect(db.transaction(() => add('a@x'), { readOnly: true })).rejects.toMatchObject({
          code: 'E_TRANSACTION_INVALID',
        })
        expect(() => db.transaction()).toThrow(expect.objectContaining({ code: 'E_TRANSACTION_INVALID' }))
        expect(() => db.startTransaction()).toThrow(
          expect.objectContaining({ code: 'E_TRANSACTION_INVALID' }),
        )
      })
    })

    test('of another database is none', async () => {
      if (isEmbedded()) return
      await beside(async (other) => {
        await db.transaction(async () => {
          await add('here@x')
          const attempt = other.transaction(async () => {
            await other.insertInto('contract_authors').values({ email: 'there@x' }).execute()
            await add('here too@x')
            failure()
          })
          await expect(attempt).rejects.toThrow('on purpose')
        })
      })
      expect(await emails()).toEqual(['here too@x', 'here@x'])
    })
  })

  describe('afterCommit', () => {
    test('waits for the outermost commit, in the order of the calls, and is waited for', async () => {
      const done: string[] = []
      await db.transaction(async () => {
        afterCommit(async () => {
          done.push(`first, with ${(await emails()).length} rows`)
        })
        await db.transaction(async () => {
          await add('a@x')
          afterCommit(() => done.push('second'))
        })
        expect(done).toEqual([])
      })
      expect(done).toEqual(['first, with 1 rows', 'second'])
    })

    test('is forgotten with what is taken back', async () => {
      const done: string[] = []
      await db.transaction(async () => {
        await db
          .transaction(async () => {
            afterCommit(() => done.push('inner'))
            failure()
          })
          .catch(() => {})
        afterCommit(() => done.push('outer'))
      })
      await db
        .transaction(async () => {
          afterCommit(() => done.push('never'))
          failure()
        })
        .catch(() => {})
      expect(done).toEqual(['outer'])
    })

    test('happens at once outside of a transaction', () => {
      const done: string[] = []
      afterCommit(() => done.push('done'))
      expect(done).toEqual(['done'])
    })

    test('one that throws stops neither the others nor the commit, and is heard of', async () => {
      const done: string[] = []
      const attempt = db.transaction(async () => {
        await add('a@x')
        afterCommit(() => failure('the mail server is down'))
        afterCommit(() => done.push('next'))
      })
      await expect(attempt).rejects.toThrow('the mail server is down')
      expect(done).toEqual(['next'])
      expect(await emails()).toEqual(['a@x'])
    })
  })

  describe('when the database objects', () => {
    test('a failed statement that was caught is not taken for a commit', async () => {
      const attempt = db.transaction(async () => {
        await add('a@x')
        await add('a@x').catch(() => {})
      })
      if (context.database.driver === 'mysql') {
        await attempt
        expect(await emails()).toEqual(['a@x'])
      } else {
        await expect(attempt).rejects.toMatchObject({
          code: 'E_TRANSACTION_ABORTED',
          cause: { code: 'E_ROW_EXISTS' },
        })
        expect(await emails()).toEqual([])
      }
    })

    test('a deadlock is resolved by running one of the two again', async () => {
      if (isEmbedded()) return
      const [first, second] = [await Author.create({ email: 'a@x' }), await Author.create({ email: 'b@x' })]
      let runs = 0
      const met = [signal(), signal()] as const
      const touch = ({ id }: Author, own: number): Promise<unknown> =>
        db
          .updateTable('contract_authors')
          .set({ email: `${id} of ${own}@x` })
          .where('id', '=', id)
          .execute()
      const cross = (from: Author, to: Author, own: 0 | 1): Promise<void> =>
        db.transaction(
          async () => {
            runs++
            await touch(from, own)
            met[own].give()
            await met[own === 0 ? 1 : 0].promise
            await touch(to, own)
          },
          { retries: 3 },
        )
      await Promise.all([cross(first, second, 0), cross(second, first, 1)])
      expect(runs).toBe(3)
      const owners = (await emails()).map((email) => email.slice(-3))
      expect(owners[0]).toBe(owners[1])
    })

    test('without retries, and for other errors, it runs once', async () => {
      let runs = 0
      const conflict = Object.assign(new Error('a conflict'), { code: '40001' })
      const attempt = (error: Error, retries?: number): Promise<unknown> =>
        db.transaction(
          async () => {
            runs++
            await add(`${runs}@x`)
            throw error
          },
          retries === undefined ? {} : { retries },
        )
      await expect(attempt(conflict)).rejects.toBe(conflict)
      expect(runs).toBe(1)
      await expect(attempt(new Error('another'), 3)).rejects.toThrow('another')
      expect(runs).toBe(2)
      await expect(attempt(conflict, 2)).rejects.toBe(conflict)
      expect(runs).toBe(5)
      expect(await emails()).toEqual([])
    })

    test('a serialization failure at the commit is tried again', async () => {
      if (context.database.driver !== 'postgres') return
      let runs = 0
      const met = [signal(), signal()] as const
      const addWhenFew = (own: 0 | 1): Promise<void> =>
        db.transaction(
          async () => {
            runs++
            const few = (await emails()).length
            met[own].give()
            await met[own === 0 ? 1 : 0].promise
            await add(`${few}-${own}@x`)
          },
          { isolation: 'serializable', retries: 5 },
        )
      await Promise.all([addWhenFew(0), addWhenFew(1)])
      expect(runs).toBeGreaterThanOrEqual(3)
      expect((await emails()).map((email) => email[0])).toEqual(['0', '1'])
    })

    test('one that is open for too long is taken back and says where it was begun', async () => {
      const never = signal()
      let late: Promise<unknown> | undefined
      const attempt = db.transaction(
        async () => {
          await add('a@x')
          late = never.promise.then(() => add('b@x'))
          await late
        },
        { timeoutMs: 50 },
      )
      const error: unknown = await attempt.catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'E_TRANSACTION_TIMEOUT', status: 503 })
      expect((error as { cause: Error }).cause.stack).toContain('transaction-cases')
      expect(await emails()).toEqual([])
      await db.transaction(async () => {
        never.give()
        await expect(late).rejects.toMatchObject({ code: 'E_TRANSACTION_TIMEOUT' })
      })
      expect(await emails()).toEqual([])
    })

    test('a read-only one refuses to write', async () => {
      const attempt = db.transaction(() => add('a@x'), { readOnly: true })
      await expect(attempt).rejects.toThrow(/read.only/i)
      expect(await emails()).toEqual([])
    })

    test('a connection that is lost in it fails it, and the next one has another', async () => {
      if (context.database.driver !== 'postgres') return
      const attempt = db.transaction(async () => {
        await add('a@x')
        await sql`select pg_terminate_backend(pg_backend_pid())`.execute(db)
      })
      await expect(attempt).rejects.toThrow()
      await db.transaction(() => add('b@x'))
      expect(await emails()).toEqual(['b@x'])
    })
  })
}
