import type { Readable } from 'node:stream'

/** Where the chunks of a streamed response go. */
export interface StreamTarget {
  /** True once there is nobody left to write to. */
  readonly aborted: boolean
  /** Writes the head; called right before the first write or the end. */
  begin(): void
  /** @returns a promise when the client is behind; it resolves when it has caught up or left */
  write(chunk: Uint8Array): Promise<void> | undefined
  end(): Promise<void> | undefined
  /** Closes the connection in the middle of the body. */
  cut(): void
}

/**
 * Moves a source into a response no faster than the client takes it. The head waits for the first chunk, so
 * that a source that fails at once can still be answered with an error page.
 * @throws what the source failed with, and RangeError when it gives another number of bytes than announced
 */
export async function streamSource(
  source: Readable,
  lengthBytes: number | undefined,
  target: StreamTarget,
): Promise<void> {
  let begun = false
  let sentBytes = 0
  try {
    for await (const part of source) {
      if (target.aborted) return
      const chunk = toBytes(part)
      if (chunk.byteLength === 0) continue
      sentBytes += chunk.byteLength
      if (lengthBytes !== undefined && sentBytes > lengthBytes) throw wrongLength(lengthBytes, sentBytes)
      if (!begun) target.begin()
      begun = true
      const behind = target.write(chunk)
      if (behind) await behind
      if (target.aborted) return
    }
    if (target.aborted) return
    if (lengthBytes !== undefined && sentBytes < lengthBytes) throw wrongLength(lengthBytes, sentBytes)
    if (!begun) target.begin()
    await target.end()
  } catch (error) {
    if (target.aborted) return
    if (begun) target.cut()
    throw error
  }
}

function toBytes(part: unknown): Uint8Array {
  if (part instanceof Uint8Array) return part
  if (typeof part === 'string') return Buffer.from(part)
  throw new TypeError(`A response stream gives strings or bytes, this one gave ${typeof part}.`)
}

function wrongLength(announced: number, given: number): RangeError {
  return new RangeError(`The response stream gave ${given} bytes where ${announced} were announced.`)
}
