import { whenThere, type Awaitable } from '../async/awaitable.ts'
import type { CacheEntry } from '../stores/cache-entry.ts'
import type { CacheStore } from '../stores/cache-store.ts'
import { createToken } from '../locks/create-token.ts'
import { toStoreKey } from './to-store-key.ts'

const prefix = 't:'
/** Entries with the tag are gone then at the latest; without an end, tags such as `user:7` would pile up. */
const keptMs = 30 * 86_400_000

/**
 * What each tag stands at. Entries carry what their tags stood at when they were made; to flush a tag is to let it stand at something else,
 * however many entries have it. A tag that is not known any more makes its entries unknown too, so losing one is never wrong.
 */
export class TagVersions {
  readonly #store: CacheStore

  constructor(store: CacheStore) {
    this.#store = store
  }

  /** To be asked before a value is made: what is flushed meanwhile makes it stale. Undefined when the store does not know and cannot keep it. */
  async read(tags: readonly string[]): Promise<Record<string, string> | undefined> {
    const known = await this.#store.getMany(tags.map(toKey))
    const versions: Record<string, string> = {}
    for (const [index, tag] of tags.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- the first time that a tag is used
      const version = versionOf(known[index]) ?? (await this.#begin(tag))
      if (version === undefined) return undefined
      versions[tag] = version
    }
    return versions
  }

  /** Whether each of them stands where it stood. */
  areCurrent(versions: Readonly<Record<string, string>>): Awaitable<boolean> {
    const tags = Object.keys(versions)
    return whenThere(this.#store.getMany(tags.map(toKey)), (known) =>
      tags.every((tag, index) => versionOf(known[index]) === versions[tag]),
    )
  }

  async flush(tags: readonly string[]): Promise<void> {
    await Promise.all(tags.map((tag) => Promise.resolve(this.#store.set(toKey(tag), newVersion(), keptMs))))
  }

  async #begin(tag: string): Promise<string | undefined> {
    await this.#store.add(toKey(tag), newVersion(), keptMs)
    return versionOf(await this.#store.get(toKey(tag)))
  }
}

function toKey(tag: string): string {
  return toStoreKey(prefix, tag)
}

function newVersion(): CacheEntry {
  const value = createToken()
  return { snapshot: { value, isShareable: true, isJson: true, bytes: 48 } }
}

function versionOf(entry: CacheEntry | undefined): string | undefined {
  const value = entry?.snapshot.value
  return typeof value === 'string' ? value : undefined
}
