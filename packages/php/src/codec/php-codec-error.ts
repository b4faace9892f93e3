const help = {
  E_PHP_SERIALIZED: 'See what wrote these bytes, and in which format (session.serialize_handler in php.ini).',
  E_PHP_FORMAT: 'Set the format to what php.ini or the config of the framework says.',
  E_PHP_VALUE:
    'Keep what PHP has too: null, booleans, numbers, texts, bytes, lists and plain objects of them.',
  E_PHP_LIMIT: 'Keep less in the session, or raise the limit of the codec.',
} as const

export type PhpCodecErrorCode = keyof typeof help

/**
 * Bytes that PHP's `unserialize()` would refuse, or a value that it could not have written. Messages never hold what the bytes say: they may be
 * somebody's session.
 */
export class PhpCodecError extends Error {
  override readonly name: string = 'PhpCodecError'
  readonly code: PhpCodecErrorCode
  readonly status = 500
  readonly help: string
  readonly expose = false
  /** Where in the bytes; undefined for a value that cannot be written. */
  readonly offset: number | undefined

  constructor(code: PhpCodecErrorCode, message: string, offset?: number) {
    super(offset === undefined ? message : `${message} (at byte ${offset})`)
    this.code = code
    this.help = help[code]
    this.offset = offset
  }
}
