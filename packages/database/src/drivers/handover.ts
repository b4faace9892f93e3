/** Hands a driver of Kysely's a connection that we have taken ourselves: of its own pool it would take one, and show it to nobody. */
export class Handover<Raw> {
  #raw: Raw | undefined

  /** @param ask has the driver ask for a connection, which it does before it waits for anything */
  give<Result>(raw: Raw, ask: () => Promise<Result>): Promise<Result> {
    this.#raw = raw
    const result = ask()
    this.#raw = undefined
    return result
  }

  /** What the driver's pool answers. */
  take(): Raw {
    if (this.#raw === undefined)
      throw new Error('A driver of Kysely asked for a connection that nobody gave it.')
    return this.#raw
  }
}
