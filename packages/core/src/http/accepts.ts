const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  json: 'application/json',
  text: 'text/plain',
  xml: 'application/xml',
}

interface Range {
  readonly type: string
  readonly subtype: string
  readonly quality: number
}

/**
 * The first of `offers` that the client likes best by its Accept header (RFC 9110, 12.5.1); the first one
 * when the client names nothing that fits. Offers are `html`, `json`, `text`, `xml` or media types.
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
  let bestQuality = 0
  for (const offer of offers) {
    const quality = qualityOf(TYPES[offer] ?? offer, ranges)
    if (quality > bestQuality) {
      best = offer
      bestQuality = quality
    }
  }
  return best
}

function parseAccept(header: string): Range[] {
  const ranges: Range[] = []
  for (const part of header.split(',')) {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const [type, subtype] = range.split('/')
    if (!type || !subtype) continue
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    const quality = q === undefined ? 1 : Number(q.slice(2))
    ranges.push({ type, subtype, quality: quality >= 0 && quality <= 1 ? quality : 0 })
  }
  return ranges
}

/** The quality that the most specific range gives to a media type. */
function qualityOf(mediaType: string, ranges: readonly Range[]): number {
  const [type, subtype] = mediaType.split('/')
  let quality = 0
  let rank = 0
  for (const range of ranges) {
    const isJsonLike = subtype === 'json' && range.subtype.endsWith('+json')
    const exact = range.type === type && (range.subtype === subtype || isJsonLike)
    const specific = exact
      ? 3
      : range.type === type && range.subtype === '*'
        ? 2
        : range.type === '*' && range.subtype === '*'
          ? 1
          : 0
    if (specific > rank) {
      rank = specific
      quality = range.quality
    }
  }
  return quality
}
