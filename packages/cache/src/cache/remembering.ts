import { whenThere, type Awaitable } from '../async/awaitable.ts'
import type { Milliseconds } from '../clock/milliseconds.ts'
import type { Snapshot } from '../values/snapshot.ts'
import type { CacheBackend, EntryTimes } from './cache-backend.ts'
import type { Computation } from './computations.ts'
import { toTtl } from './to-ttl.ts'

/** What is to be remembered, and how. */
export interface Remembered {
  /** As the store has it. */
  readonly name: string
  readonly tags: readonly string[]
  readonly times: EntryTimes
  readonly compute: () => Awaitable<unknown>
  readonly absent: Milliseconds | undefined
}

/** The value, from the store or made now; a stale one at once, and another is made meanwhile. */
export function remember(backend: CacheBackend, remembered: Remembered): Awaitable<unknown> {
  return whenThere(backend.find(remembered.name), (entry) => {
    const found = entry && backend.read(entry)
    if (found === undefined) return make(backend, remembered)
    if (!backend.isFresh(entry!)) refresh(backend, remembered)
    return found.value
  })
}

async function make(backend: CacheBackend, remembered: Remembered): Promise<unknown> {
  return backend.thaw(await backend.computations.once(remembered.name, toComputation(backend, remembered)))
}

function refresh(backend: CacheBackend, remembered: Remembered): void {
  const { name } = remembered
  backend.computations.refresh(name, toComputation(backend, remembered)).catch((error: unknown) => {
    backend.report(
      `What is cached as ${JSON.stringify(name.slice(2))} could not be made anew, and is handed out stale.`,
      error,
    )
  })
}

function toComputation(backend: CacheBackend, remembered: Remembered): Computation {
  const { name, tags, times, compute, absent } = remembered
  return {
    async find() {
      const entry = await backend.find(name)
      const isUsable = entry !== undefined && backend.isFresh(entry) && backend.read(entry) !== undefined
      return isUsable ? entry.snapshot : undefined
    },
    async make(token) {
      // Before it is made: what is flushed meanwhile makes it stale.
      const versions = await backend.tagVersions(tags)
      const snapshot = backend.toSnapshot(await compute())
      const kept = timesOf(snapshot, times, absent)
      if (token === undefined || kept === undefined || versions === 'unknown') return snapshot
      await backend.store.setLeased(name, backend.toEntry(snapshot, kept, versions), kept.ttl, token)
      return snapshot
    },
  }
}

/** Undefined for what is not kept. */
function timesOf(
  { value }: Snapshot,
  times: EntryTimes,
  absent: Milliseconds | undefined,
): EntryTimes | undefined {
  const isAbsent = value === undefined || value === null
  if (isAbsent && absent !== undefined) return { ttl: toTtl(absent) }
  return value === undefined ? undefined : times
}
