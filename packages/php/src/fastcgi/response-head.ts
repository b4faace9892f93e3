import { BridgeError } from '../errors/bridge-error.ts'

/** What a script says of its answer before the body (RFC 3875, 6.3). */
export interface ResponseHead {
  readonly status: number
  /** In their order, those that repeat apart; values are Latin-1. */
  readonly headers: readonly (readonly [name: string, value: string])[]
}

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/**
 * The head of an answer. A Location without a Status is a redirect, 302.
 * @throws BridgeError `E_PHP_MALFORMED`
 */
export function parseHead(text: string): ResponseHead {
  const headers: [string, string][] = []
  let status: number | undefined
  let hasLocation = false
  for (const line of text.split(/\r?\n/)) {
    if (line === '') continue
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0))
    if (!NAME.test(name)) throw malformed(`sent a header line that is none: ${shown(line)}`)
    const value = line.slice(colon + 1).trim()
    if (name.toLowerCase() === 'status') {
      status = toStatus(value)
    } else {
      hasLocation ||= name.toLowerCase() === 'location'
      headers.push([name, value])
    }
  }
  return { status: status ?? (hasLocation ? 302 : 200), headers }
}

function toStatus(value: string): number {
  const status = /^\d{3}(?!\S)/.test(value) ? Number(value.slice(0, 3)) : 0
  if (status >= 200 && status <= 599) return status
  throw malformed(`sent a status that is none from 200 to 599: ${shown(value)}`)
}

function shown(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}...` : text)
}

function malformed(what: string): BridgeError {
  return new BridgeError('E_PHP_MALFORMED', `The script ${what}.`)
}
