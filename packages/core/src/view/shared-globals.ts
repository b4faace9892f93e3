/** Makes a global for one request; `undefined` when a view is rendered outside of one, as for a mail. */
export type GlobalBinder<Request> = (request: Request | undefined) => unknown

/** Names that every view knows. */
export class SharedGlobals<Request> {
  readonly #values = new Map<string, unknown>()
  readonly #binders = new Map<string, GlobalBinder<Request>>()

  share(name: string, value: unknown): void {
    this.#binders.delete(name)
    this.#values.set(name, value)
  }

  bind(name: string, bind: GlobalBinder<Request>): void {
    this.#values.delete(name)
    this.#binders.set(name, bind)
  }

  has(name: string): boolean {
    return this.#values.has(name) || this.#binders.has(name)
  }

  names(): string[] {
    return [...this.#values.keys(), ...this.#binders.keys()]
  }

  value(name: string): unknown {
    return this.#values.get(name)
  }

  binder(name: string): GlobalBinder<Request> | undefined {
    return this.#binders.get(name)
  }
}
