import { statSync } from 'node:fs'

/** A watcher that forgets a write which follows another within its own pause: chokidar forgets for 50 ms. */
interface Watcher {
  on(event: 'change' | 'add', listener: (file: string) => void): unknown
  emit(event: 'change', file: string): boolean
}

/** Longer than the watcher's own pause. */
export const SECOND_LOOK_MS = 80

/**
 * Editors truncate a file and then write it, and the watcher may report the first and lose the second.
 * So each file is looked at again a moment after its event, and a difference is reported as a change.
 */
export function lookTwice(watcher: Watcher): void {
  const pending = new Map<string, string>()
  const look = (file: string): void => {
    if (pending.has(file)) return
    pending.set(file, fingerprint(file))
    setTimeout(() => {
      const before = pending.get(file)
      pending.delete(file)
      if (fingerprint(file) !== before) watcher.emit('change', file)
    }, SECOND_LOOK_MS).unref()
  }
  watcher.on('change', look)
  watcher.on('add', look)
}

function fingerprint(file: string): string {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? 'gone' : `${stats.mtimeNs} ${stats.size}`
}
