import type { CodecLimits } from '../codec-limits.ts'
import type { SessionValues } from '../session-values.ts'

/** How a session is written: `session.serialize_handler` of PHP, or what a framework does in its place. */
export interface SessionFormat {
  /** For messages. */
  readonly name: string
  /** @throws PhpCodecError `E_PHP_SERIALIZED`, `E_PHP_LIMIT` */
  read(bytes: Buffer, limits?: CodecLimits): SessionValues
  /** @throws PhpCodecError `E_PHP_VALUE`, `E_PHP_LIMIT` */
  write(values: SessionValues, limits?: CodecLimits): Buffer
}
