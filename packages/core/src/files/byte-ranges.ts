/** Both ends belong to it. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/** A header with more of them is somebody's attack, or a mistake: it gets the whole. */
const MAX_RANGES = 32
/** Parts that are nearer to each other than the head of a part is long are one. */
const PART_HEAD_BYTES = 80

/**
 * The Range header of RFC 9110, 14.2, for something of that size. Ranges that overlap or nearly touch become one, so that an answer never
 * holds a byte twice; the order is the client's.
 *
 * @returns undefined when the header is to be ignored; none when no range lies in it, which is a 416
 */
export function parseByteRanges(header: string, sizeBytes: number): readonly ByteRange[] | undefined {
  const unit = /^bytes=/i.exec(header)
  if (unit === null || header.length > 64 * MAX_RANGES) return undefined
  const specs = header.slice(unit[0].length).split(',')
  if (specs.length > MAX_RANGES) return undefined
  const ranges: ByteRange[] = []
  for (const spec of specs) {
    const parts = /^[ \t]*(\d*)-(\d*)[ \t]*$/.exec(spec)
    if (parts === null) return undefined
    const range = toRange(parts[1]!, parts[2]!, sizeBytes)
    if (range === undefined) return undefined
    if (range !== 'outside') ranges.push(range)
  }
  return ranges.length > 1 ? coalesce(ranges) : ranges
}

function toRange(first: string, last: string, sizeBytes: number): ByteRange | 'outside' | undefined {
  if (first === '') {
    if (last === '') return undefined
    const length = Math.min(Number(last), sizeBytes)
    return length === 0 ? 'outside' : { first: sizeBytes - length, last: sizeBytes - 1 }
  }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return undefined
  if (start >= sizeBytes) return 'outside'
  return { first: start, last: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) }
}

interface Span {
  first: number
  last: number
  /** Where the client named it. */
  place: number
}

function coalesce(ranges: readonly ByteRange[]): readonly ByteRange[] {
  const spans: Span[] = []
  const byPlace = ranges.map(({ first, last }, place) => ({ first, last, place }))
  for (const range of byPlace.toSorted((left, right) => left.first - right.first)) {
    const before = spans.at(-1)
    if (before === undefined || range.first > before.last + PART_HEAD_BYTES) {
      spans.push(range)
    } else {
      before.last = Math.max(before.last, range.last)
      before.place = Math.min(before.place, range.place)
    }
  }
  return spans.toSorted((left, right) => left.place - right.place)
}
