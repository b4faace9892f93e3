import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of some megabytes, in memory, to be filled. */
export interface SmallDisk {
  readonly folder: string
  grow(megabytes: number): void
  remove(): void
}

/** Null where nobody lets us mount one. */
export function mountSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    rmdirSync(folder)
    return null
  }
  return {
    folder,
    grow(larger) {
      execFileSync('mount', ['-o', `remount,size=${larger}m`, folder])
    },
    remove() {
      execFileSync('umount', [folder])
      rmdirSync(folder)
    },
  }
}
