import { SharedDictionary } from '../dictionary/shared-dictionary.ts'
import type { SharedValue } from '../dictionary/shared-value.ts'
import { runningFor } from './running.ts'

const defaultMaxBytes = 4 * 1024 * 1024

export interface SharedDictionariesOptions {
  readonly folder: string
  /** Of those that shall not have the default of 4 MiB. */
  readonly maxBytes?: Readonly<Record<string, number>>
  readonly onDamaged: (damage: string) => void
}

/** The shared dictionaries of an app, each opened when it is first asked for: what `cache()` provides. */
export class SharedDictionaries {
  readonly #options: SharedDictionariesOptions
  readonly #open = new Map<string, SharedDictionary>()

  constructor(options: SharedDictionariesOptions) {
    this.#options = options
  }

  /** @throws CacheError `E_SHARED_NAME`, `E_SHARED_FOLDER`, `E_SHARED_ROOM`, `E_SHARED_UNAVAILABLE` */
  dictionary<Value extends SharedValue = SharedValue>(name: string): SharedDictionary<Value> {
    let dictionary = this.#open.get(name)
    if (dictionary === undefined) {
      const { folder, maxBytes = {}, onDamaged } = this.#options
      const capacity = maxBytes[name] ?? defaultMaxBytes
      dictionary = SharedDictionary.open(name, { folder, maxBytes: capacity, onDamaged })
      this.#open.set(name, dictionary)
    }
    // What it holds is agreed upon by those who use it: the file knows no types.
    return dictionary as unknown as SharedDictionary<Value>
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#open.values(), (dictionary) => dictionary.close()))
    this.#open.clear()
  }
}

/**
 * A dictionary that all workers of this machine share. It is there once the app has booted, with `cache()` on its boot list; its room is
 * said in `config/cache.ts`.
 *
 * @example
 * const seen = shared<number>('counters').increment('seen')
 * @throws CacheError `E_SHARED_NOT_READY`, and what opening it may throw
 */
export function shared<Value extends SharedValue = SharedValue>(name: string): SharedDictionary<Value> {
  return runningFor(`The shared dictionary ${name}`, 'E_SHARED_NOT_READY').dictionaries.dictionary(name)
}
