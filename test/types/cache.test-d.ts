import { minutes, type JsonValue } from 'vanillin'
import { cache, lock, shared, type Cached } from 'vanillin/cache'

// oxlint-disable typescript/no-unnecessary-type-parameters -- two types are the same where such functions are
type Equal<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false
declare function same<One, Other>(isSame: Equal<One, Other>): void

interface Row {
  id: number
  tags: string[]
  at: Date
  more?: { map: Map<string, number[]>; bytes: Uint8Array }
}
declare const row: Row
declare const json: JsonValue
declare const anything: any // oxlint-disable-line typescript/no-explicit-any -- what an untyped library hands over

class Money {
  readonly cents: number = 0
  toPlain(): number {
    return this.cents
  }
  static revive(_plain: number): Money {
    return new Money()
  }
}
class Mailer {
  send(): void {}
}

export async function whatComesBack(): Promise<void> {
  const rows = await cache.remember('rows', minutes(5), async () => [row])
  same<typeof rows, readonly Cached<Row>[]>(true)
  // @ts-expect-error it is frozen
  rows.push(row)
  // @ts-expect-error it is frozen
  rows[0]!.tags.push('x')
  // @ts-expect-error it is for reading
  rows[0]!.more?.map.set('a', [])
  rows[0]!.at.setTime(0)
  same<(typeof rows)[0]['at'], Date>(true)

  const count = await cache.remember('count', minutes(5), () => 7)
  same<typeof count, number>(true)
  const maybe = await cache.remember('maybe', minutes(5), (): Row | null => null, { absent: minutes(1) })
  same<typeof maybe, Cached<Row> | null>(true)
  const money = await cache.flexible('money', { fresh: minutes(1), stale: minutes(5) }, () => [new Money()])
  same<typeof money, readonly Money[]>(true)
  same<Awaited<ReturnType<typeof cache.get>>, unknown>(true)
  const { a } = await cache.many<number, 'a' | 'b'>(['a', 'b'])
  same<typeof a, number | undefined>(true)
  await cache.set('json', json)
  await cache.set('any', anything)
  await cache.set('map', new Map([['a', new Set([1n])]]), minutes(1), { across: 'machine' })
  await cache.tags('posts').namespace('shop').increment('seen')
  shared<number>('counters').increment('seen')
}

export async function whatDoesNotCompile(): Promise<void> {
  // @ts-expect-error a function
  await cache.set('key', () => 1)
  // @ts-expect-error a function inside
  await cache.set('key', { list: [{ f: () => 1 }] })
  // @ts-expect-error an instance that nobody can revive
  await cache.set('key', new Mailer())
  // @ts-expect-error one inside of a map
  await cache.add('key', new Map([['a', new Mailer()]]))
  // @ts-expect-error a symbol
  await cache.set('key', Symbol('s'))
  // @ts-expect-error a promise that nobody awaited
  await cache.set('key', Promise.resolve(1))
  // @ts-expect-error a regular expression
  await cache.remember('key', minutes(1), () => ({ pattern: /x/ }))
  // @ts-expect-error a list of such, later
  await cache.remember('key', minutes(1), async () => [new Mailer()])
  // @ts-expect-error a tag is wanted
  await cache.tags().flush()
  // @ts-expect-error there is no such reach
  await cache.set('key', 1, minutes(1), { across: 'galaxies' })
}

export async function locks(): Promise<string> {
  const result = await lock('nightly', { ttl: minutes(1) }).runIfFree(async (signal) =>
    String(signal.aborted),
  )
  same<typeof result, { readonly result: string } | undefined>(true)
  await using held = await lock('other').acquire()
  return held.token
}
