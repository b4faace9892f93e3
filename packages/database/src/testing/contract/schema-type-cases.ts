import { expect, test } from 'vitest'
import { writeSchemaTypes } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

// One text for all databases: that is the contract.
const expected = `// Written by \`vanillin migrate\` from the database, and committed. Change it with a migration, not by hand.
import type { ColumnType, Generated, JsonValue } from 'vanillin/database'

declare global {
  namespace Vanillin {
    interface Tables {
      contract_authors: ContractAuthorsTable
      contract_posts: ContractPostsTable
      contract_values: ContractValuesTable
    }
  }
}

export interface ContractAuthorsTable {
  id: Generated<number>
  email: string
}

export interface ContractPostsTable {
  id: Generated<number>
  author_id: number | null
  title: string
  body: string
  views: Generated<number>
  meta: JsonValue | null
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface ContractValuesTable {
  id: ColumnType<string, string | number | bigint | undefined, string | number | bigint>
  whole: ColumnType<string | null, string | number | bigint | null | undefined, string | number | bigint | null>
  price: ColumnType<string | null, string | number | null | undefined, string | number | null>
  ratio: number | null
  is_on: boolean | null
  day: string | null
  moment: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  data: JsonValue | null
  bytes: ColumnType<Buffer | null, Uint8Array | null | undefined, Uint8Array | null>
  words: string | null
}
`

export function schemaTypeCases(context: ContractContext): void {
  test('database/schema.ts is the same text on every database', async () => {
    expect(await writeSchemaTypes(context.database)).toBe(expected)
    expect(await writeSchemaTypes(context.database)).toBe(expected)
  })
}
