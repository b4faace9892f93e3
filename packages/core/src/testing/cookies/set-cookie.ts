/** A Set-Cookie line, taken apart by the rules of RFC 6265, 5.2. */
export interface SetCookie {
  readonly name: string
  readonly value: string
  /** Lower case, without a leading dot. */
  readonly domain: string | undefined
  readonly path: string | undefined
  /** Milliseconds since 1970; undefined for a cookie of the session. */
  readonly expiresAt: number | undefined
  readonly secure: boolean
  readonly sameSite: 'strict' | 'lax' | 'none' | undefined
}

/** @returns undefined for a line without a name */
export function parseSetCookie(line: string, now: number): SetCookie | undefined {
  const [pair = '', ...rest] = line.split(';')
  const equals = pair.indexOf('=')
  if (equals < 1) return undefined
  const attributes = new Map(rest.map(attribute))
  return {
    name: pair.slice(0, equals).trim(),
    value: pair.slice(equals + 1).trim(),
    domain: attributes.get('domain')?.replace(/^\./, '').toLowerCase() || undefined,
    path: pathOf(attributes.get('path')),
    expiresAt: expiryOf(attributes.get('max-age'), attributes.get('expires'), now),
    secure: attributes.has('secure'),
    sameSite: sameSiteOf(attributes.get('samesite')),
  }
}

function attribute(text: string): [name: string, value: string] {
  const equals = text.indexOf('=')
  if (equals === -1) return [text.trim().toLowerCase(), '']
  return [text.slice(0, equals).trim().toLowerCase(), text.slice(equals + 1).trim()]
}

function pathOf(path: string | undefined): string | undefined {
  return path?.startsWith('/') === true ? path : undefined
}

// Max-Age wins over Expires (RFC 6265, 5.3).
function expiryOf(maxAge: string | undefined, expires: string | undefined, now: number): number | undefined {
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) {
    return Number(maxAge) <= 0 ? 0 : now + Number(maxAge) * 1000
  }
  const date = expires === undefined ? Number.NaN : Date.parse(expires)
  return Number.isNaN(date) ? undefined : date
}

function sameSiteOf(value: string | undefined): SetCookie['sameSite'] {
  const lower = value?.toLowerCase()
  return lower === 'strict' || lower === 'lax' || lower === 'none' ? lower : undefined
}
