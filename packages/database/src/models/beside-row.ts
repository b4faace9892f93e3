type Values = Record<string, unknown>

const kept = new WeakMap<object, Values>()

/** Takes what is no property of a row off it; null when there is nothing. */
export function takeBeside(row: Values, names: readonly string[]): Values | null {
  if (names.length === 0) return null
  const values: Values = {}
  for (const name of names) {
    values[name] = row[name]
    delete row[name]
  }
  return values
}

export function keepBeside(instance: object, values: Values): void {
  kept.set(instance, values)
}

/** What was asked for beside a row. */
export function besideOf(instance: object): Values {
  return kept.get(instance) ?? {}
}
