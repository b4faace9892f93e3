import { whenThere, type Awaitable } from '../async/awaitable.ts'
import type { Clock } from '../clock/clock.ts'
import type { Milliseconds } from '../clock/milliseconds.ts'
import type { CacheEntry } from '../stores/cache-entry.ts'
import type { CacheStore } from '../stores/cache-store.ts'
import { RevivableClasses, UnknownClass } from '../values/revivable-classes.ts'
import { takeSnapshot, type Snapshot } from '../values/snapshot.ts'
import { thaw } from '../values/thaw.ts'
import { Computations } from './computations.ts'
import { TagVersions } from './tag-versions.ts'

export interface CacheOptions {
  /** The classes whose instances can be cached, by name. Those that this process has cached one of are known without it. */
  readonly classes?: RevivableClasses
  /** Default: `Date.now`. */
  readonly clock?: Clock
  /** A process that is to make a value and gives no sign of life for so long is taken for dead. Default: 5000. */
  readonly leaseMs?: Milliseconds
  /** Told what goes wrong while nobody waits: a value that could not be kept or refreshed. Default: a warning of the process. */
  readonly report?: (problem: string, error?: unknown) => void
}

/** How long an entry is there, and how long of that it is fresh. */
export interface EntryTimes {
  readonly ttl: Milliseconds | undefined
  readonly fresh?: Milliseconds | undefined
}

/** What the caches of one store share: those of all namespaces and tags. */
export class CacheBackend {
  readonly store: CacheStore
  readonly computations: Computations
  readonly tags: TagVersions
  readonly clock: Clock
  readonly report: (problem: string, error?: unknown) => void
  readonly #classes: RevivableClasses

  constructor(store: CacheStore, options: CacheOptions) {
    const { classes = new RevivableClasses(), clock = () => Date.now(), leaseMs, report = warn } = options
    this.store = store
    this.computations = new Computations(store, leaseMs === undefined ? {} : { leaseMs })
    this.tags = new TagVersions(store)
    this.clock = clock
    this.report = report
    this.#classes = classes
  }

  /** @throws CacheError `E_CACHE_VALUE` */
  toSnapshot(value: unknown): Snapshot {
    return takeSnapshot(value, this.#classes)
  }

  toEntry(
    snapshot: Snapshot,
    { ttl, fresh }: EntryTimes,
    tags: Readonly<Record<string, string>> | undefined,
  ): CacheEntry {
    const now = ttl === undefined && fresh === undefined ? 0 : this.clock()
    return {
      snapshot,
      expiresAt: ttl === undefined ? undefined : now + ttl,
      freshUntil: fresh === undefined ? undefined : now + fresh,
      tags,
    }
  }

  /** What is under a key, unless one of its tags was flushed. */
  find(key: string): Awaitable<CacheEntry | undefined> {
    return whenThere(this.store.get(key), (entry) => this.current(entry))
  }

  current(entry: CacheEntry | undefined): Awaitable<CacheEntry | undefined> {
    if (entry?.tags === undefined) return entry
    return whenThere(this.tags.areCurrent(entry.tags), (areCurrent) => (areCurrent ? entry : undefined))
  }

  isFresh({ freshUntil }: CacheEntry): boolean {
    return freshUntil === undefined || freshUntil > this.clock()
  }

  /** What the tags stand at; undefined without tags, `unknown` where the store does not say. */
  async tagVersions(tags: readonly string[]): Promise<Record<string, string> | undefined | 'unknown'> {
    if (tags.length === 0) return undefined
    return (await this.tags.read(tags)) ?? 'unknown'
  }

  /** The value for one reader, in a box: a value may be undefined. Undefined for one of a class that this process has not met. */
  read({ snapshot }: CacheEntry): { readonly value: unknown } | undefined {
    if (snapshot.isShareable) return snapshot
    try {
      return { value: thaw(snapshot, this.#classes) }
    } catch (error) {
      if (error instanceof UnknownClass) return undefined
      throw error
    }
  }

  /** @throws UnknownClass */
  thaw(snapshot: Snapshot): unknown {
    return thaw(snapshot, this.#classes)
  }
}

function warn(problem: string, error?: unknown): void {
  process.emitWarning(error instanceof Error ? `${problem} ${error.message}` : problem)
}
