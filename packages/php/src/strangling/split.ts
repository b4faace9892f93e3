import { createHash } from 'node:crypto'
import type { HttpRequest } from '@vanillin/core'
import { assertPercent } from './assert-percent.ts'
import type { StrangleOptions } from './strangle-options.ts'

export type Side = 'ported' | 'php'

export interface Choice {
  readonly side: Side
  /** What keeps the visitor on it: a Set-Cookie of the answer. */
  readonly cookie?: string
}

/** The visitor's place in the line, from 0 to 9999: the port is for those before `percent`. It tells nobody who he is. */
const PLACE_COOKIE = 'vanillin_place'
const PLACES = 10_000
const KEPT_SECONDS = 180 * 24 * 60 * 60

/** Which side answers whom. */
export class Split {
  readonly percent: number
  /** Request headers by which another side may answer: no cache may give the answer of one to the other. */
  readonly dependsOn: readonly string[]
  readonly #header: string | undefined
  readonly #cookie: string | undefined

  /** @throws BridgeError `E_PHP_OPTIONS` */
  constructor({ percent = 100, header, cookie }: Pick<StrangleOptions, 'percent' | 'header' | 'cookie'>) {
    assertPercent('strangle()', percent)
    this.percent = percent
    this.#header = header?.toLowerCase()
    this.#cookie = cookie
    const isByCookie = cookie !== undefined || (percent > 0 && percent < 100)
    this.dependsOn = [...(header === undefined ? [] : [header]), ...(isByCookie ? ['Cookie'] : [])]
  }

  choose(request: HttpRequest): Choice {
    const wanted = this.#wanted(request)
    if (wanted !== undefined) return { side: wanted }
    if (this.percent === 0) return { side: 'php' }
    if (this.percent === 100) return { side: 'ported' }
    const known = placeIn(request.cookies.get(PLACE_COOKIE))
    const place = known ?? firstPlace(request)
    const side = place < (this.percent / 100) * PLACES ? 'ported' : 'php'
    return known === undefined ? { side, cookie: placeCookie(place, request) } : { side }
  }

  #wanted({ headers, cookies }: HttpRequest): Side | undefined {
    const byHeader = this.#header === undefined ? undefined : asSide(headers.get(this.#header))
    if (byHeader !== undefined || this.#cookie === undefined) return byHeader
    return asSide(cookies.get(this.#cookie))
  }
}

function asSide(text: string | undefined): Side | undefined {
  return text === 'ported' || text === 'php' ? text : undefined
}

function placeIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : undefined
}

/** The requests that a browser sends before it has the cookie go to one side, and so do those of a client without cookies. */
function firstPlace({ ip, headers }: HttpRequest): number {
  const digest = createHash('sha256')
    .update(`${ip} ${headers.get('user-agent') ?? ''}`)
    .digest()
  return digest.readUInt32BE(0) % PLACES
}

function placeCookie(place: number, { secure, app }: HttpRequest): string {
  const isSecure = secure || app.environment === 'production'
  return `${PLACE_COOKIE}=${place}; Path=/; Max-Age=${KEPT_SECONDS}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
}
