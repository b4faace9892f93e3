import { VanillinError } from '@vanillin/core'

/** `cipher` in config/app.php. */
export type LaravelCipher = 'aes-128-cbc' | 'aes-256-cbc' | 'aes-128-gcm' | 'aes-256-gcm'

/** What a Laravel app encrypts and signs with. */
export interface LaravelKeys {
  /** APP_KEY, with its `base64:`. */
  readonly key: string
  /** APP_PREVIOUS_KEYS: what was made with one of them is still read. */
  readonly previousKeys?: readonly string[]
  /** Default: `aes-256-cbc`. */
  readonly cipher?: LaravelCipher
}

const PREFIX = 'base64:'

/**
 * The bytes of APP_KEY.
 * @throws VanillinError `E_APP_KEY`
 */
export function laravelKeyBytes(key: string, cipher: LaravelCipher): Buffer {
  const bytes = key.startsWith(PREFIX) ? Buffer.from(key.slice(PREFIX.length), 'base64') : Buffer.from(key)
  const expected = cipher.startsWith('aes-128') ? 16 : 32
  if (bytes.length === expected) return bytes
  throw new VanillinError(
    'E_APP_KEY',
    `A key of the Laravel app has ${bytes.length} bytes; ${cipher} takes ${expected}.`,
    { help: 'Give APP_KEY as it is in the .env of the Laravel app, with base64: before it.' },
  )
}
