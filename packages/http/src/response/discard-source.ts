import type { Readable } from 'node:stream'

/** Lets go of a stream that nobody will read. What goes wrong with it from here on is of no interest. */
export function discardSource(source: Readable): void {
  source.on('error', () => {})
  source.destroy()
}
