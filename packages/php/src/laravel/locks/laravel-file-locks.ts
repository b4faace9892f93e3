import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { LockStore } from '@vanillin/cache'
import { appRoot } from '@vanillin/core'
import { PhpCodecError } from '../../codec/php-codec-error.ts'
import { serialize } from '../../codec/serialize.ts'
import { unserialize } from '../../codec/unserialize.ts'
import { absent, LockedFile } from '../../sessions/files/locked-file.ts'
import { currentSecond, expirationAfter } from './expiration.ts'
import { LaravelLockError } from './laravel-lock-error.ts'

export interface LaravelFileLocksOptions {
  readonly folder: string
  readonly prefix?: string
}

/** How long a file may be in the hands of somebody who looks at it: Laravel holds flock for as long as it reads ten bytes, or writes. */
const FLOCK_TIMEOUT_MS = 10_000
const EXPIRATION_CHARACTERS = 10
/** A holder whose name cannot be told: the lock is to be asked for again. */
const NOBODY = ''
/** What the process' umask leaves of it, as PHP has it. */
const MODE = { file: 0o666, folder: 0o777 }

/**
 * Locks as entries of Laravel's file cache: ten digits for the second in which a lock is over, then its owner, serialized. They are changed under flock, as Laravel does
 * it. A file is taken away only while its lock lasts: who has opened it just before reads that it is held, and asks again.
 */
export class LaravelFileLocks implements LockStore {
  readonly reach = 'machine'
  readonly description: string
  readonly #folder: string
  readonly #prefix: string

  constructor({ folder, prefix = 'file-store-lock:' }: LaravelFileLocksOptions) {
    this.#folder = resolve(appRoot(), folder)
    this.#prefix = prefix
    this.description = `files in ${folder}`
  }

  acquire(name: string, token: string, ttl: number): Promise<string> {
    return this.#ask(async () => {
      const path = this.#path(name)
      // Without flock, which costs a process: most of those who ask find it taken.
      const seen = ownerIn(await readFile(path).catch(absent))
      if (seen !== undefined && seen !== token) return seen
      await mkdir(dirname(path), { recursive: true, mode: MODE.folder })
      return this.#locked(path, MODE.file, async (file) => {
        // Its folder was cleared meanwhile: there is nothing that could be held.
        if (file === null) return NOBODY
        const owner = ownerIn((await file.read()).bytes)
        if (owner !== undefined && owner !== token) return owner
        await write(file, token, ttl)
        return token
      })
    })
  }

  renew(name: string, token: string, ttl: number): Promise<boolean> {
    return this.#asOwner(name, token, (file) => write(file, token, ttl))
  }

  release(name: string, token: string): Promise<boolean> {
    return this.#asOwner(name, token, (file) => file.remove())
  }

  #asOwner(name: string, token: string, work: (file: LockedFile) => Promise<void>): Promise<boolean> {
    return this.#ask(() =>
      this.#locked(this.#path(name), undefined, async (file) => {
        if (file === null || ownerIn((await file.read()).bytes) !== token) return false
        await work(file)
        return true
      }),
    )
  }

  async #locked<Value>(
    path: string,
    creationMode: number | undefined,
    work: (file: LockedFile | null) => Promise<Value>,
  ): Promise<Value> {
    const file = await LockedFile.open(path, Date.now() + FLOCK_TIMEOUT_MS, creationMode)
    if (file === undefined) throw new Error(`somebody did not let go of a file within ${FLOCK_TIMEOUT_MS} ms`)
    try {
      return await work(file)
    } finally {
      await file?.close()
    }
  }

  #path(name: string): string {
    const digest = createHash('sha1')
      .update(this.#prefix + name)
      .digest('hex')
    return join(this.#folder, digest.slice(0, 2), digest.slice(2, 4), digest)
  }

  async #ask<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await work()
    } catch (error) {
      throw new LaravelLockError(this.description, error)
    }
  }
}

/** Undefined where nobody holds it: no file, an empty one, or one whose time is over. */
function ownerIn(bytes: Buffer | null): string | undefined {
  if (bytes === null || bytes.length < EXPIRATION_CHARACTERS) return undefined
  const expiration = Number(bytes.toString('latin1', 0, EXPIRATION_CHARACTERS))
  return expiration > currentSecond() ? readOwner(bytes.subarray(EXPIRATION_CHARACTERS)) : undefined
}

/** It may be read while it is written. */
function readOwner(bytes: Buffer): string {
  try {
    const owner = unserialize(bytes)
    return typeof owner === 'string' ? owner : NOBODY
  } catch (error) {
    if (error instanceof PhpCodecError) return NOBODY
    throw error
  }
}

function write(file: LockedFile, token: string, ttl: number): Promise<void> {
  const expiration = String(expirationAfter(ttl)).padStart(EXPIRATION_CHARACTERS, '0')
  return file.write(Buffer.concat([Buffer.from(expiration), serialize(token)]))
}
