import type { Readable } from 'node:stream'

/** Where the chunks of a streamed response go, once its head has been written. */
export interface StreamTarget {
  /** @returns a promise when the client is behind; it resolves when it has caught up or left */
  write(chunk: Uint8Array): Promise<void> | undefined
  end(): Promise<void> | undefined
}

/**
 * Moves a source into a response no faster than the client takes it.
 *
 * @param open called right before the first write or the end, so that a source that fails at once can still be
 * answered with an error page
 * @param isAborted true once there is nobody left to write to: nothing more is done then
 * @throws what the source failed with, and RangeError when it gives another number of bytes than announced
 */
export async function streamSource(
  source: Readable,
  lengthBytes: number | undefined,
  open: () => StreamTarget,
  isAborted: () => boolean,
): Promise<void> {
  let target: StreamTarget | undefined
  let sentBytes = 0
  for await (const part of source) {
    if (isAborted()) return
    const chunk = toBytes(part)
    if (chunk.byteLength === 0) continue
    sentBytes += chunk.byteLength
    if (lengthBytes !== undefined && sentBytes > lengthBytes) throw wrongLength(lengthBytes, sentBytes)
    target ??= open()
    const behind = target.write(chunk)
    if (behind) await behind
    if (isAborted()) return
  }
  if (isAborted()) return
  if (lengthBytes !== undefined && sentBytes < lengthBytes) throw wrongLength(lengthBytes, sentBytes)
  target ??= open()
  await target.end()
}

function toBytes(part: unknown): Uint8Array {
  if (part instanceof Uint8Array) return part
  if (typeof part === 'string') return Buffer.from(part)
  throw new TypeError(`A response stream gives strings or bytes, this one gave ${typeof part}.`)
}

function wrongLength(announced: number, given: number): RangeError {
  return new RangeError(`The response stream gave ${given} bytes where ${announced} were announced.`)
}
