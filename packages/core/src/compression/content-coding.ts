/** A content coding as headers name it. */
export type ContentCoding = 'br' | 'gzip' | 'zstd'

/**
 * The coding that the client likes best by its Accept-Encoding (RFC 9110, 12.5.3), the first of `offers` among equals; undefined when the
 * body is to be sent as it is.
 *
 * @param header without one a client takes anything, and is sent what needs no decoder
 */
export function chooseCoding<Offer extends ContentCoding>(
  header: string | undefined,
  offers: readonly Offer[],
): Offer | undefined {
  if (header === undefined || header === '') return undefined
  const weights = parseWeights(header)
  const rest = weights.get('*')
  let best: Offer | undefined
  // What is not mentioned is as welcome as anything else, but a coding that is must not be liked less.
  let bestWeight = weights.get('identity') ?? 0
  for (const offer of offers) {
    const weight = weights.get(offer) ?? (offer === 'gzip' ? weights.get('x-gzip') : undefined) ?? rest ?? 0
    if (weight > bestWeight || (weight === bestWeight && weight > 0 && best === undefined)) {
      best = offer
      bestWeight = weight
    }
  }
  return best
}

function parseWeights(header: string): Map<string, number> {
  const weights = new Map<string, number>()
  for (const part of header.split(',')) {
    const [coding = '', ...parameters] = part.split(';')
    const name = coding.trim().toLowerCase()
    if (name !== '') weights.set(name, parameters.length === 0 ? 1 : weightOf(parameters))
  }
  return weights
}

/** 0 for what is no weight: the body as it is suits everybody. */
function weightOf(parameters: readonly string[]): number {
  const weight = /^\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i.exec(parameters[0]!)
  return weight === null || parameters.length > 1 ? 0 : Number(weight[1])
}
