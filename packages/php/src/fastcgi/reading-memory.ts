/** What is read at once, at least. */
const READ_BYTES = 64 * 1024

/**
 * What a connection reads into. The pieces of an answer lie there one behind the other until the answer is complete, or there is no more
 * room: they are copied once, and no read leaves garbage. The system gives a page of it only when that is first written to.
 */
export class ReadingMemory {
  readonly #memory: Buffer
  #next: Buffer
  #filledBytes = 0

  /** @param keptBytes so much of an answer stays at most before it has to be handed on */
  constructor(keptBytes: number) {
    this.#memory = Buffer.allocUnsafeSlow(keptBytes + READ_BYTES)
    this.#next = this.#memory
  }

  /** Where the next bytes go. */
  get next(): Buffer {
    return this.#next
  }

  /** Whether as much as one read brings still has a place behind these bytes. */
  hasRoomBehind(sizeBytes: number): boolean {
    return this.#next.length - sizeBytes >= READ_BYTES
  }

  /** What has just come stays where it is. */
  keep(sizeBytes: number): void {
    this.#filledBytes += sizeBytes
    this.#next = this.#memory.subarray(this.#filledBytes)
  }

  /** Nobody looks at any of it any more. */
  clear(): void {
    if (this.#filledBytes === 0) return
    this.#filledBytes = 0
    this.#next = this.#memory
  }
}
