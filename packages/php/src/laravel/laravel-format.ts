import { jsonFormat } from '../codec/formats/json-format.ts'
import { phpSerializeFormat } from '../codec/formats/php-serialize-format.ts'
import type { SessionFormat } from '../codec/formats/session-format.ts'
import { PhpCodecError } from '../codec/php-codec-error.ts'
import { serialize } from '../codec/serialize.ts'
import { SessionValues } from '../codec/session-values.ts'
import { unserialize } from '../codec/unserialize.ts'
import type { LaravelEncrypter } from './laravel-encrypter.ts'

/** `session.serialization` of config/session.php. */
export function laravelFormat(serialization: 'php' | 'json'): SessionFormat {
  return serialization === 'php' ? phpSerializeFormat : jsonFormat
}

/** A session as a string that was serialized once more: what Laravel's cache makes of it. */
export function serializedTwice(inner: SessionFormat): SessionFormat {
  return {
    name: `${inner.name}, serialized twice`,
    read: (bytes, limits) => inner.read(stringIn(bytes), limits),
    write: (values, limits) => serialize(inner.write(values, limits)),
  }
}

/** `session.encrypt`. Laravel makes an empty session of one that it cannot decrypt, and so does this side. */
export function encrypted(inner: SessionFormat, encrypter: LaravelEncrypter): SessionFormat {
  return {
    name: `${inner.name}, encrypted`,
    read(bytes, limits) {
      const decrypted = encrypter.decrypt(bytes.toString('latin1'))
      return decrypted === undefined ? new SessionValues() : inner.read(stringIn(decrypted), limits)
    },
    write: (values, limits) => Buffer.from(encrypter.encryptString(serialize(inner.write(values, limits)))),
  }
}

function stringIn(bytes: Buffer): Buffer {
  if (bytes.length === 0) return bytes
  const value = unserialize(bytes)
  if (typeof value === 'string') return Buffer.from(value)
  if (Buffer.isBuffer(value)) return value
  throw new PhpCodecError('E_PHP_SERIALIZED', 'This is no string that was serialized.', 0)
}
