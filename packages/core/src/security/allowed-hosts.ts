import { VanillinError } from '../errors/vanillin-error.ts'
import { isHostHeader } from '@vanillin/http'
import { hostNameOf } from '../http/host-name-of.ts'

/** Host names without a port; `*.example.com` stands for every name below example.com, and not for itself. */
export class AllowedHosts {
  readonly #names = new Set<string>()
  readonly #endings: string[] = []

  /** @throws VanillinError `E_CONFIG_INVALID` */
  constructor(patterns: readonly string[]) {
    for (const pattern of patterns) {
      const isWildcard = pattern.startsWith('*.')
      const name = isWildcard ? pattern.slice(2) : pattern
      if (!isHostHeader(name) || hostNameOf(name) !== name.toLowerCase())
        throw new VanillinError(
          'E_CONFIG_INVALID',
          `config/app.ts: http.hosts holds ${JSON.stringify(pattern)}. It takes names without scheme and port, as example.com and *.example.com.`,
        )
      if (isWildcard) this.#endings.push(`.${name.toLowerCase()}`)
      else this.#names.add(name.toLowerCase())
    }
  }

  /** @param host a Host header */
  has(host: string): boolean {
    if (this.#names.has(host)) return true
    const name = hostNameOf(host)
    return (
      this.#names.has(name) || this.#endings.some((end) => name.length > end.length && name.endsWith(end))
    )
  }
}
