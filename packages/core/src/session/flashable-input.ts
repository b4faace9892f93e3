/** Input that may be shown again: texts, numbers and lists of them, without the fields that are refused at any depth. */
export function flashableInput(
  input: Readonly<Record<string, unknown>>,
  isAllowed: (field: string) => boolean,
): Record<string, unknown> {
  const kept = Object.create(null) as Record<string, unknown>
  for (const [field, value] of Object.entries(input)) {
    if (!isAllowed(field)) continue
    const part = flashable(value, isAllowed)
    if (part !== undefined) kept[field] = part
  }
  return kept
}

function flashable(value: unknown, isAllowed: (field: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => flashable(item, isAllowed) ?? null)
  if (typeof value !== 'object' || value === null)
    return ['string', 'number', 'boolean'].includes(typeof value) || value === null ? value : undefined
  const prototype: unknown = Object.getPrototypeOf(value)
  // An uploaded file is an object of a class, and cannot be shown again.
  if (prototype !== null && prototype !== Object.prototype) return undefined
  return flashableInput(value as Readonly<Record<string, unknown>>, isAllowed)
}
