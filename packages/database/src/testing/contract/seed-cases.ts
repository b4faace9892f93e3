import { describe, expect, test } from 'vitest'
import { Model, defineSeed, runSeeds } from '../../index.ts'
import type { Seed } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

class Author extends Model('contract_authors') {}

const source = (name: string, seed: unknown): { name: string; load: () => Promise<unknown> } => ({
  name,
  load: () => Promise.resolve({ default: seed }),
})

export function seedCases(context: ContractContext): void {
  const byBuilder = defineSeed((database) =>
    database.insertInto('contract_authors').values({ email: 'first@x' }).execute(),
  )
  const byModel = defineSeed(async () => {
    const first = await Author.where('email', 'first@x').firstOrFail()
    await Author.create({ email: `after ${first.email}` })
  })
  const run = (...seeds: readonly (readonly [name: string, seed: Seed | object])[]): Promise<string[]> =>
    runSeeds(
      context.database,
      seeds.map(([name, seed]) => source(name, seed)),
    )
  const emails = async (): Promise<string[]> => (await Author.orderBy('id').get()).map(({ email }) => email)

  describe('seeds', () => {
    test('run one after the other, through the builder and through models, and are named', async () => {
      expect(await run(['authors', byBuilder], ['readers', byModel])).toEqual(['authors', 'readers'])
      expect(await emails()).toEqual(['first@x', 'after first@x'])
    })

    test('one that fails ends the run, with its own error', async () => {
      const taken = run(['authors', byBuilder], ['again', byBuilder], ['readers', byModel])
      await expect(taken).rejects.toMatchObject({ code: 'E_ROW_EXISTS', columns: ['email'] })
      expect(await emails()).toEqual(['first@x'])
    })

    test('a file that is no seed is refused by its name, before anything of it runs', async () => {
      await expect(
        run(['authors', byBuilder], ['wrong', { run: () => Author.create({ email: 'x' }) }]),
      ).rejects.toMatchObject({
        code: 'E_SEED_INVALID',
        message: 'Seed wrong has no defineSeed() as its default export.',
      })
      expect(await emails()).toEqual(['first@x'])
    })
  })
}
