/**
 * The cookies of a Cookie header (RFC 6265, 5.4). The first of two with one name wins, as the browser puts
 * the more specific path first. Values are percent-decoded where that is possible, as PHP does.
 */
export class Cookies {
  readonly #values: Map<string, string>

  constructor(header: string | undefined) {
    this.#values = parse(header ?? '')
  }

  get(name: string): string | undefined {
    return this.#values.get(name)
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  all(): Readonly<Record<string, string>> {
    return Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(this.#values))
  }
}

function parse(header: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals === -1) continue
    const name = pair.slice(0, equals).trim()
    if (name === '' || values.has(name)) continue
    const raw = pair.slice(equals + 1).trim()
    values.set(
      name,
      decode(raw.startsWith('"') && raw.endsWith('"') && raw.length > 1 ? raw.slice(1, -1) : raw),
    )
  }
  return values
}

function decode(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
