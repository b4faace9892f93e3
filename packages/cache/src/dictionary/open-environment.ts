import { renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { RootDatabase } from 'lmdb'
import { assertFileSound, DamagedFile } from './assert-file-sound.ts'
import type { DictionaryKey } from './dictionary-file.ts'
import { loadLmdb } from './load-lmdb.ts'
import { makePrivate } from './make-private.ts'

export interface EnvironmentOptions {
  /** Where the files of all dictionaries of an app are. */
  readonly folder: string
  readonly name: string
  /** Told when a file could not be read and a fresh one takes its place. */
  readonly onDamaged: (damage: string) => void
}

/** Opens the file of a dictionary, or makes it. One that is damaged is set aside: what is in it can be made again. */
export function openEnvironment(options: EnvironmentOptions): RootDatabase<Buffer, DictionaryKey> {
  const path = join(options.folder, options.name)
  makePrivate(options.folder)
  makePrivate(path)
  const inode = inodeOf(path)
  try {
    return open(path)
  } catch (error) {
    if (!isDamage(error)) throw error
    const aside = `${path}.damaged-${Date.now()}`
    // Unless another process has done it by now.
    if (inodeOf(path) === inode) renameSync(path, aside)
    options.onDamaged(
      `The file of the shared dictionary ${options.name} could not be read: ${(error as Error).message}. It lies in ${aside}, and the dictionary starts empty.`,
    )
    makePrivate(path)
    return open(path)
  }
}

function open(path: string): RootDatabase<Buffer, DictionaryKey> {
  assertFileSound(join(path, 'data.mdb'))
  const environment = loadLmdb().open<Buffer, DictionaryKey>({
    path,
    encoding: 'binary',
    // In memory there is nothing to be written through.
    noSync: false,
    overlappingSync: false,
    noMemInit: true,
    cache: false,
  })
  // Processes that were killed leave their places as readers behind, and with them pages that cannot be used again.
  environment.readerCheck()
  return environment
}

function isDamage(error: unknown): boolean {
  return (
    error instanceof DamagedFile ||
    /MDB_(?:INVALID|VERSION_MISMATCH|CORRUPTED|PAGE_NOTFOUND)/.test(String(error))
  )
}

function inodeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? 0
}
