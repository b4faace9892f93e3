/** What a Cache-Control header says (RFC 9111, 5.2). */
export interface CacheControl {
  readonly names: ReadonlySet<string>
  /** Seconds of a directive that is one whole number; undefined when it is absent or none. */
  seconds(name: string): number | undefined
}

export function parseCacheControl(header: string | undefined): CacheControl {
  const values = new Map<string, string>()
  for (const part of (header ?? '').split(',')) {
    const [name = '', value = ''] = part.split('=', 2)
    const key = name.trim().toLowerCase()
    // Of two with one name the first counts (RFC 9111, 4.2.1).
    if (key !== '' && !values.has(key)) values.set(key, value.trim().replaceAll('"', ''))
  }
  return {
    names: new Set(values.keys()),
    seconds(name) {
      const value = values.get(name)
      if (value === undefined) return undefined
      // What is no number is taken for stale.
      return /^\d+$/.test(value) ? Math.min(Number(value), 2 ** 31) : 0
    },
  }
}
