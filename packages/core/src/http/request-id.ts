import { randomInt } from 'node:crypto'

const BLOCK = 1_024

/** The last two characters of an id: making them once is cheaper than writing every number. */
const endings = Array.from({ length: BLOCK }, (_, index) => index.toString(32).padStart(2, '0'))

/** Drawn once a process, so that two workers never share an id. */
const drawn = randomInt(36 ** 6)
  .toString(36)
  .padStart(6, '0')
let count = 0
let beginning = ''

/**
 * Short, unique across processes, and cheap: a random part drawn at start and a counter. Up to twelve characters V8 joins two
 * texts into one at once, beyond that when the first character is read.
 */
export function createRequestId(): string {
  const index = count % BLOCK
  if (index === 0) beginning = `${drawn}-${(count / BLOCK).toString(36)}`
  count += 1
  return beginning + endings[index]!
}
