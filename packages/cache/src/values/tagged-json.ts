import { setOwn } from './set-own.ts'
import { Special } from './special.ts'

/**
 * Frozen values as JSON: what JSON does not have is an object with one name that begins with `$`, as `{"$date":0}`. Names of the values that
 * begin with `$` get another one before it.
 */
export function toTagged(frozen: unknown): unknown {
  switch (typeof frozen) {
    case 'bigint':
      return { $bigint: String(frozen) }
    case 'undefined':
      return { $undefined: 0 }
    case 'number':
      return Number.isFinite(frozen) && !Object.is(frozen, -0) ? frozen : { $number: numberText(frozen) }
    case 'object':
      return frozen === null ? null : taggedObject(frozen)
    default:
      return frozen
  }
}

/** @throws TypeError for what `toTagged` does not make */
export function fromTagged(tagged: unknown): unknown {
  if (typeof tagged !== 'object' || tagged === null) return tagged
  if (Array.isArray(tagged)) return Object.freeze(tagged.map(fromTagged))
  const names = Object.keys(tagged)
  const [first] = names
  if (names.length === 1 && first !== undefined && /^\$[^$]/.test(first))
    return untagged(first, (tagged as Record<string, unknown>)[first])
  const object: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(tagged))
    setOwn(object, name.startsWith('$') ? name.slice(1) : name, fromTagged(item))
  return Object.freeze(object)
}

function taggedObject(frozen: object): unknown {
  if (frozen instanceof Special) return { [`$${frozen.kind}`]: taggedContent(frozen) }
  if (Array.isArray(frozen)) return frozen.map(toTagged)
  const tagged: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(frozen))
    setOwn(tagged, name.startsWith('$') ? `$${name}` : name, toTagged(item))
  return tagged
}

function taggedContent({ kind, content }: Special): unknown {
  if (kind === 'date') return Number.isNaN(content) ? null : content
  if (kind === 'bytes' || kind === 'buffer') return Buffer.from(content as Uint8Array).toString('base64')
  if (kind === 'map') return (content as unknown[][]).map((pair) => pair.map(toTagged))
  return (content as unknown[]).map(toTagged)
}

function untagged(name: string, content: unknown): unknown {
  switch (name) {
    case '$bigint':
      return BigInt(text(content))
    case '$undefined':
      return undefined
    case '$number':
      return text(content) === '-0' ? -0 : Number(content)
    case '$date':
      return new Special('date', content === null ? NaN : content)
    case '$bytes':
      return new Special('bytes', Uint8Array.from(Buffer.from(text(content), 'base64')))
    case '$buffer':
      return new Special('buffer', Uint8Array.from(Buffer.from(text(content), 'base64')))
    case '$map':
      return new Special(
        'map',
        list(content).map((pair) => list(pair).map(fromTagged)),
      )
    case '$set':
      return new Special('set', list(content).map(fromTagged))
    case '$class':
      return new Special('class', list(content).map(fromTagged))
    default:
      throw new TypeError(`There is no ${name}.`)
  }
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

function text(content: unknown): string {
  if (typeof content === 'string') return content
  throw new TypeError('A text is missing.')
}

function list(content: unknown): unknown[] {
  if (Array.isArray(content)) return content as unknown[]
  throw new TypeError('A list is missing.')
}
