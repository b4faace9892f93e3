export interface SignedQuery {
  /** All fields but the signature, sorted by name, in one spelling: what is signed. */
  readonly text: string
  readonly signature: string | undefined
  /** Seconds since 1970. */
  readonly expires: number | undefined
}

/**
 * A query in the form that is signed. Fields may arrive in another order and spelling, but not so that they would mean something
 * else: those of one name, and `a[]`, `a[1]` of one list, keep their order. Undefined for broken percent-encoding, and where
 * `signature` or `expires` stands twice.
 */
export function parseSignedQuery(query: string): SignedQuery | undefined {
  const fields: { readonly base: string; readonly text: string }[] = []
  let signature: string | undefined
  let expires: number | undefined
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decode(equals === -1 ? pair : pair.slice(0, equals))
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1))
    if (name === undefined || value === undefined) return undefined
    if (name === 'signature') {
      if (signature !== undefined) return undefined
      signature = value
      continue
    }
    if (name === 'expires') {
      if (expires !== undefined || !/^\d{1,12}$/.test(value)) return undefined
      expires = Number(value)
    }
    fields.push({
      base: name.split('[', 1)[0]!,
      text: `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    })
  }
  const sorted = fields.toSorted((left, right) =>
    left.base < right.base ? -1 : left.base > right.base ? 1 : 0,
  )
  return { text: sorted.map(({ text }) => text).join('&'), signature, expires }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
