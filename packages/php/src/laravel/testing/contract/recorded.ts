import { readFileSync } from 'node:fs'
import type { LaravelCipher } from '../../laravel-app-key.ts'

interface RecordedVersion {
  /** `sécret`, encrypted with each cipher. */
  readonly tokens: Readonly<Record<LaravelCipher, string>>
  /** Session files, after one request each. */
  readonly states: Readonly<
    Record<'begun' | 'flashed' | 'shown' | 'over' | 'gone' | 'form' | 'login', string>
  >
  readonly id: string
  readonly cookie: string
  readonly remember: readonly [name: string, value: string]
  readonly url: string
  readonly relative: string
}

/** What Laravel 8.83 and 12.67 have written themselves: keys of 9s, user 7 with the password hash `hash-of-7` and the token `remember-token-of-7`. */
export const recorded = JSON.parse(
  readFileSync(new URL('recorded.json', import.meta.url), 'utf8'),
) as Readonly<Record<'8' | '12', RecordedVersion>> & {
  /** A session with `serialization` json. */
  readonly json: string
  readonly cookie: { readonly id: string; readonly value: string; readonly session: string }
  /** With aes-256-gcm. */
  readonly encrypted: string
}

export const recordedKey: string = `base64:${Buffer.alloc(32, 9).toString('base64')}`
export const shortKey: string = `base64:${Buffer.alloc(16, 9).toString('base64')}`
