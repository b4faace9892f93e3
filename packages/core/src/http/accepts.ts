const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  json: 'application/json',
  text: 'text/plain',
  xml: 'application/xml',
}

/** RFC 9110, 12.4.2: no more than three digits, and nothing below 0 or above 1. */
const QUALITY = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/

interface MediaType {
  readonly type: string
  readonly subtype: string
  /** Sorted, but for `q`. */
  readonly parameters: readonly string[]
}

interface Range extends MediaType {
  readonly quality: number
}

/**
 * The one of `offers` that the client likes best by its Accept header (RFC 9110, 12.5.1): the first of those that it names as closely; the first of all
 * when the client names nothing that fits, which the RFC leaves to the server. Offers are `html`, `json`, `text`, `xml` or media types.
 *
 * @example
 * accepts('application/json', ['html', 'json']) // 'json'
 */
export function accepts<const Offer extends string>(
  header: string | undefined,
  offers: readonly Offer[],
): Offer {
  const first = offers[0]
  if (first === undefined) throw new TypeError('accepts() takes at least one type.')
  if (header === undefined || header === '*/*') return first
  const ranges = parseAccept(header)
  let best = first
  let bestScore = 0
  for (const offer of offers) {
    const mediaType = parseMediaType(TYPES[offer] ?? offer)
    const score = mediaType === undefined ? 0 : scoreOf(mediaType, ranges)
    if (score > bestScore) {
      best = offer
      bestScore = score
    }
  }
  return best
}

function parseAccept(header: string): Range[] {
  const ranges: Range[] = []
  for (const part of header.split(',')) {
    const range = parseMediaType(part)
    if (range !== undefined) ranges.push(range)
  }
  return ranges
}

function parseMediaType(text: string): Range | undefined {
  const [range = '', ...rest] = text.split(';').map((piece) => piece.trim().toLowerCase())
  const [type, subtype] = range.split('/')
  if (!type || !subtype) return undefined
  const q = rest.find((parameter) => parameter.startsWith('q='))
  const parameters = rest.filter((parameter) => parameter !== q && parameter !== '').toSorted()
  return { type, subtype, parameters, quality: q === undefined ? 1 : toQuality(q.slice(2)) }
}

function toQuality(text: string): number {
  return QUALITY.test(text) ? Number(text) : 0
}

/**
 * The quality that the most specific range gives to a media type, and among equal ones how specific it is: axios asks for
 * `application/json, text/plain, *\/*` and means JSON.
 */
function scoreOf(offer: MediaType, ranges: readonly Range[]): number {
  let quality = 0
  let rank = 0
  for (const range of ranges) {
    const specific = rankOf(offer, range)
    if (specific > rank) {
      rank = specific
      quality = range.quality
    }
  }
  // Qualities differ by a thousandth or more.
  return quality === 0 ? 0 : quality + rank / 10_000
}

/** How closely a range describes the media type; 0 when it does not. */
function rankOf(offer: MediaType, range: Range): number {
  if (range.type === '*') return range.subtype === '*' ? 1 : 0
  if (range.type !== offer.type) return 0
  if (range.subtype === '*') return 2
  const isJsonLike = offer.subtype === 'json' && range.subtype.endsWith('+json')
  if (range.subtype !== offer.subtype && !isJsonLike) return 0
  if (range.parameters.length === 0) return 3
  return range.parameters.every((parameter) => offer.parameters.includes(parameter)) ? 4 : 0
}
