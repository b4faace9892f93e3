/**
 * An instance that says what plain data it is made of. Its class takes the data back: `static revive(plain)`. Models of
 * `@vanillin/database` are of this kind.
 *
 * @example
 * class Money {
 *   constructor(readonly cents: number) {}
 *   toPlain() { return this.cents }
 *   static revive(plain: number) { return new Money(plain) }
 * }
 */
export interface Revivable {
  toPlain(): unknown
}

/** What JSON can hold: it is asked for as a whole, since a type that holds itself has no end. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined }

type Leaf = string | number | bigint | boolean | null | undefined | Date | Uint8Array | Revivable
type Callable = ((...values: never[]) => unknown) | (abstract new (...values: never[]) => unknown)

/** The value itself where it comes back as it was, else something that it does not fit. */
type Kept<Value> = Value extends Leaf | Json
  ? Value
  : Value extends Callable | symbol
    ? never
    : Value extends ReadonlyMap<infer Key, infer Item>
      ? ReadonlyMap<Kept<Key>, Kept<Item>>
      : Value extends ReadonlySet<infer Item>
        ? ReadonlySet<Kept<Item>>
        : { [Key in keyof Value]: Kept<Value[Key]> }

/**
 * Lets through what a cache can keep: text, numbers, bigint, booleans, null, undefined, Date, Uint8Array, {@link Revivable}, and plain objects, lists, Map and Set
 * of these. For everything else it is a text that no value fits, and that the compiler shows.
 */
export type Cacheable<Value> = [Value] extends [Kept<Value>]
  ? unknown
  : 'it cannot be cached: it, or something in it, would not come back as it was'

/** What a cache hands out: the value for reading. Plain data is frozen and the same for all; a Date, a Map, bytes, a model are the reader's own. */
export type Cached<Value> = unknown extends Value
  ? Value
  : Value extends Leaf
    ? Value
    : Value extends ReadonlyMap<infer Key, infer Item>
      ? ReadonlyMap<Cached<Key>, Cached<Item>>
      : Value extends ReadonlySet<infer Item>
        ? ReadonlySet<Cached<Item>>
        : { readonly [Key in keyof Value]: Cached<Value[Key]> }
