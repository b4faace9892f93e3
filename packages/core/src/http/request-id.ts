import { randomBytes } from 'node:crypto'

/** Drawn once a process, so that two workers never share an id. */
const process8 = randomBytes(4).toString('hex')
let count = 0

/** Short, unique across processes, and cheap: a random part drawn at start and a counter. */
export function createRequestId(): string {
  count += 1
  return `${process8}-${count.toString(36)}`
}
