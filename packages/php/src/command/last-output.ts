/** The end of what a program writes: of one that writes without an end no more is kept. */
export class LastOutput {
  readonly #maxBytes: number
  readonly #chunks: Buffer[] = []
  #sizeBytes = 0
  isCut = false

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#sizeBytes += chunk.byteLength
    while (this.#sizeBytes - this.#chunks[0]!.byteLength >= this.#maxBytes) {
      this.#sizeBytes -= this.#chunks.shift()!.byteLength
      this.isCut = true
    }
  }

  text(): string {
    const whole = Buffer.concat(this.#chunks)
    if (whole.byteLength <= this.#maxBytes) return whole.toString()
    this.isCut = true
    return whole.subarray(-this.#maxBytes).toString()
  }
}
