/** Ctrl-C, or "no" to the last question: exit code 130. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'

  constructor() {
    super('Cancelled; nothing was left behind.')
  }
}
