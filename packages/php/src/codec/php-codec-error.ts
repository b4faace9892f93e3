import { PhpError } from '../errors/php-error.ts'

const codecCatalogue = {
  E_PHP_SERIALIZED: {
    help: 'See what wrote these bytes, and in which format (session.serialize_handler in php.ini).',
  },
  E_PHP_FORMAT: { help: 'Set the format to what php.ini or the config of the framework says.' },
  E_PHP_VALUE: {
    help: 'Keep what PHP has too: null, booleans, numbers, texts, bytes, lists and plain objects of them.',
  },
  E_PHP_LIMIT: { help: 'Keep less in the session, or raise the limit of the codec.' },
} as const

export type PhpCodecErrorCode = keyof typeof codecCatalogue

/**
 * Bytes that PHP's `unserialize()` would refuse, or a value that it could not have written. Messages never hold what the bytes say: they may be
 * somebody's session.
 */
export class PhpCodecError extends PhpError<PhpCodecErrorCode> {
  override readonly name: string = 'PhpCodecError'
  /** Where in the bytes; undefined for a value that cannot be written. */
  readonly offset: number | undefined

  constructor(code: PhpCodecErrorCode, message: string, offset?: number) {
    super(codecCatalogue, code, offset === undefined ? message : `${message} (at byte ${offset})`)
    this.offset = offset
  }
}
