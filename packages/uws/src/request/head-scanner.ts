import { METHODS } from 'node:http'
import { type HttpLimits, isHostHeader, isVisibleAscii } from '@vanillin/http'
import type { HttpRequest } from 'uws-pack'

/** By itself: what uWebSockets.js gives is a new string each time, of which every comparison reads each character. */
const KNOWN_METHODS: ReadonlyMap<string, string> = new Map(METHODS.map((method) => [method, method]))
/** The one control character that uWebSockets.js lets pass in a value, where none but the tab may be (RFC 9110, 5.5). */
const DELETE = '\x7f'
const DIGITS = /^\d{1,15}$/

/**
 * Reads a request's head out of uWebSockets.js, which keeps it for one turn only, and finds what it should
 * have refused. One scanner serves all requests of a server, one after the other.
 */
export class HeadScanner {
  method = ''
  path = ''
  query = ''
  /** name, value, name, value ... in the order of the wire, names in lower case */
  lines: string[] = []
  chunked = false
  /** 0 when the request has no body or a chunked one. */
  contentLength = 0
  /** The header Connection. */
  connection = ''

  readonly #limits: HttpLimits
  #bytes = 0
  #hosts = 0
  #knownHost = ''
  #isMalformed = false
  #lengths: string[] = []
  #codings: string[] = []
  #expectation = ''

  constructor(limits: HttpLimits) {
    this.#limits = limits
  }

  /** @returns 0, or the status with which the request must be refused and its connection closed */
  scan(request: HttpRequest): number {
    const method = request.getCaseSensitiveMethod()
    // To compare three characters is cheaper than to hash them.
    this.method = method === 'GET' ? 'GET' : (KNOWN_METHODS.get(method) ?? '')
    this.path = request.getUrl()
    // In spite of its declaration it answers undefined where there is no `?`.
    this.query = request.getQuery() ?? ''
    this.lines = []
    this.chunked = false
    this.contentLength = 0
    this.connection = ''
    this.#hosts = 0
    this.#isMalformed = false
    this.#bytes = this.path.length + this.query.length
    if (this.#lengths.length !== 0) this.#lengths = []
    if (this.#codings.length !== 0) this.#codings = []
    this.#expectation = ''
    request.forEach(this.#collect)
    return this.#judge()
  }

  readonly #collect = (name: string, value: string): void => {
    this.lines.push(name, value)
    this.#bytes += name.length + value.length + 4
    if (value.includes(DELETE)) this.#isMalformed = true
    switch (name.length) {
      case 4:
        if (name === 'host') this.#seeHost(value)
        break
      case 6:
        if (name === 'expect') this.#expectation = value
        break
      case 10:
        if (name === 'connection') this.connection = value
        break
      case 14:
        if (name === 'content-length') this.#lengths.push(value)
        break
      case 17:
        if (name === 'transfer-encoding') this.#codings.push(value)
        break
    }
  }

  /** Nearly all requests of a server name the same host, so the last good one is remembered. */
  #seeHost(value: string): void {
    this.#hosts++
    if (value === this.#knownHost) return
    if (isHostHeader(value)) this.#knownHost = value
    else if (value !== '') this.#isMalformed = true
  }

  #judge(): number {
    if (this.#hosts !== 1 || this.method === '' || this.#isMalformed) return 400
    if (!isVisibleAscii(this.path) || (this.query !== '' && !isVisibleAscii(this.query))) return 400
    if (this.path.length + this.query.length >= this.#limits.maxUrlBytes) return 414
    if (this.#bytes > this.#limits.maxHeaderBytes) return 431
    if (this.#codings.length !== 0) {
      if (this.#codings.length > 1 || this.#lengths.length !== 0) return 400
      if (this.#codings[0]!.toLowerCase() !== 'chunked') return 400
      this.chunked = true
    } else if (this.#lengths.length !== 0) {
      if (this.#lengths.length > 1 || !DIGITS.test(this.#lengths[0]!)) return 400
      this.contentLength = Number(this.#lengths[0])
    }
    if (this.#expectation !== '' && this.#expectation.toLowerCase() !== '100-continue') return 417
    return 0
  }
}
