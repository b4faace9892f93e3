import type { QueriedModel } from './query-parts.ts'

type Values = Record<string, unknown>

/** Fills what a new row does not say with the defaults of its model; a function is called for each row. */
export function fillDefaults({ options }: QueriedModel, row: Values): void {
  for (const [name, value] of Object.entries(options.defaults ?? {})) {
    if (row[name] !== undefined) continue
    row[name] = typeof value === 'function' ? (value as () => unknown)() : structuredClone(value)
  }
}
