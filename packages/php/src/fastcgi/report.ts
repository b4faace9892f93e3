/** Of what a request makes PHP report, no more than this is kept. */
const MAX_CHARACTERS = 8_192

/** What PHP reports while it runs a script: warnings, uncaught exceptions, `error_log()`. */
export class Report {
  #text = ''
  #isCut = false

  get text(): string {
    return this.#isCut ? `${this.#text} ...` : this.#text
  }

  add(piece: Buffer): void {
    const room = MAX_CHARACTERS - this.#text.length
    this.#text += piece.toString('utf8', 0, Math.min(piece.length, room))
    if (piece.length > room) this.#isCut = true
  }
}
