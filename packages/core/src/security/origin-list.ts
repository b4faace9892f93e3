import { VanillinError } from '../errors/vanillin-error.ts'

/** Scheme, `*.`, name and port of `https://*.example.com:8443`. */
const WILDCARD = /^([a-z][a-z0-9+.-]*:\/\/)\*(\..+)$/

/** What stands for the star: labels of a host name. */
const LABELS = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/

interface Wildcard {
  readonly start: string
  readonly end: string
}

/** Origins (RFC 6454), some of which stand for all names below one. */
export class OriginList {
  readonly #exact = new Set<string>()
  readonly #wildcards: Wildcard[] = []

  /** @throws VanillinError `E_CONFIG_INVALID` */
  constructor(origins: readonly string[]) {
    for (const origin of origins) {
      const [, start, end] = WILDCARD.exec(origin) ?? []
      // The star is checked as a name that nobody has.
      const plain = start === undefined ? origin : `${start}star${end}`
      if (!isOrigin(plain)) throw invalid(origin)
      if (start === undefined) this.#exact.add(origin)
      else this.#wildcards.push({ start, end: end! })
    }
  }

  has(origin: string): boolean {
    return this.#exact.has(origin) || this.#wildcards.some((wildcard) => fits(origin, wildcard))
  }
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text && !text.includes('*')
}

function fits(origin: string, { start, end }: Wildcard): boolean {
  if (origin.length <= start.length + end.length || !origin.startsWith(start) || !origin.endsWith(end))
    return false
  return LABELS.test(origin.slice(start.length, -end.length))
}

function invalid(origin: string): VanillinError {
  return new VanillinError(
    'E_CONFIG_INVALID',
    `cors() takes origins as https://app.example.com or https://*.example.com, without path and without the usual port, not ${JSON.stringify(origin)}.`,
  )
}
