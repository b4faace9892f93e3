/** Names and what stands under them. */
export interface RecordShape {
  readonly [name: string]: ValueShape
}

/** A list of values of one shape. */
export class ListShape<Item extends ValueShape = ValueShape> {
  /** Tells the shapes apart for the compiler, which looks at members alone. */
  readonly kind = 'list' as const
  readonly item: Item

  constructor(item: Item) {
    this.item = item
  }
}

/** Values of one shape under keys that are not known beforehand. */
export class MapShape<Item extends ValueShape = ValueShape> {
  /** Tells the shapes apart for the compiler, which looks at members alone. */
  readonly kind = 'map' as const
  readonly item: Item

  constructor(item: Item) {
    this.item = item
  }
}

/** What may be null. */
export class NullableShape<Item extends ValueShape = ValueShape> {
  /** Tells the shapes apart for the compiler, which looks at members alone. */
  readonly kind = 'nullable' as const
  readonly item: Item

  constructor(item: Item) {
    this.item = item
  }
}

/** What a value of PHP is to be. `mixed` is anything, as JSON has it. */
export type ValueShape =
  | 'int'
  | 'float'
  | 'bool'
  | 'string'
  | 'mixed'
  | ListShape
  | MapShape
  | NullableShape
  | RecordShape

interface Scalars {
  int: number
  float: number
  bool: boolean
  string: string
  mixed: unknown
}

/** The type of a value of a shape. */
export type ShapeValue<Shape> = Shape extends keyof Scalars
  ? Scalars[Shape]
  : Shape extends ListShape<infer Item>
    ? readonly ShapeValue<Item>[]
    : Shape extends MapShape<infer Item>
      ? Readonly<Record<string, ShapeValue<Item>>>
      : Shape extends NullableShape<infer Item>
        ? ShapeValue<Item> | null
        : { readonly [Name in keyof Shape]: ShapeValue<Shape[Name]> }

/** A list of values of one shape: `listOf('int')`. */
export function listOf<const Item extends ValueShape>(item: Item): ListShape<Item> {
  return new ListShape(item)
}

/** An array with keys that are not known beforehand: `mapOf('int')`. */
export function mapOf<const Item extends ValueShape>(item: Item): MapShape<Item> {
  return new MapShape(item)
}

/** What may be null: `nullable('string')`. */
export function nullable<const Item extends ValueShape>(item: Item): NullableShape<Item> {
  return new NullableShape(item)
}
