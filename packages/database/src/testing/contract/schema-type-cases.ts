import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { writeSchemaTypes } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

const contractTables = new URL('./contract-tables.ts', import.meta.url)

export function schemaTypeCases(context: ContractContext): void {
  // One text for all databases: that is the contract.
  test('database/schema.ts is the same text on every database', async () => {
    const written = await writeSchemaTypes(context.database)
    expect(written).toMatch(/^\/\/ Written by `vanillin migrate`/)
    expect(toCode(written)).toBe(toCode(await readFile(contractTables, 'utf8')))
    expect(await writeSchemaTypes(context.database)).toBe(written)
  })
}

/** Without comments, the place of the import, and what a formatter decides. */
function toCode(text: string): string {
  return text
    .replaceAll(/^ *\/\/.*$/gm, '')
    .replace("'../../index.ts'", "'vanillin/database'")
    .replaceAll(/\s+/g, '')
}
