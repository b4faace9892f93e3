/** What is no plain data: its parts, which nobody changes. A reader gets one of his own, made of them. */
export class Special {
  readonly kind: SpecialKind
  readonly content: unknown

  constructor(kind: SpecialKind, content: unknown) {
    this.kind = kind
    this.content = content
  }
}

/** `date` holds milliseconds, `map` pairs, `set` items, `class` its name and plain data. */
export type SpecialKind = 'date' | 'bytes' | 'buffer' | 'map' | 'set' | 'class'
