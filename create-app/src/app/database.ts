export const databases = ['embedded', 'postgres', 'mysql'] as const

export type Database = (typeof databases)[number]

export function isDatabase(value: string): value is Database {
  return (databases as readonly string[]).includes(value)
}
