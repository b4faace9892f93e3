import { randomBytes } from 'node:crypto'

const BLOCK = 1_024

/** The last two characters of an id: making them once is cheaper than writing every number. */
const endings = Array.from({ length: BLOCK }, (_, index) => index.toString(32).padStart(2, '0'))

/** Drawn once a process, so that two workers never share an id. */
const process8 = randomBytes(4).toString('hex')
let count = 0
let beginning = ''

/** Short, unique across processes, and cheap: a random part drawn at start and a counter. */
export function createRequestId(): string {
  const index = count % BLOCK
  if (index === 0) beginning = `${process8}-${(count / BLOCK).toString(36)}`
  count += 1
  return beginning + endings[index]!
}
