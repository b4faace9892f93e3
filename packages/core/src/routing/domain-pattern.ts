/** A host name with parameters, as `:tenant.example.com`; compared without case and port. */
export class DomainPattern {
  readonly text: string
  readonly parameterNames: readonly string[]
  readonly #labels: readonly string[]

  constructor(text: string) {
    this.text = text
    this.#labels = text.toLowerCase().split('.')
    this.parameterNames = text.split('.').flatMap((label) => (label.startsWith(':') ? [label.slice(1)] : []))
  }

  /** The values of the parameters when `host` fits, else undefined. */
  match(host: string): string[] | undefined {
    const labels = host.replace(/:\d+$/, '').toLowerCase().split('.')
    if (labels.length !== this.#labels.length) return undefined
    const values: string[] = []
    for (const [index, label] of this.#labels.entries()) {
      const given = labels[index]!
      if (label.startsWith(':')) values.push(given)
      else if (label !== given) return undefined
      if (given === '') return undefined
    }
    return values
  }
}
