import { SessionValues } from '../session-values.ts'
import { toPhpKey } from '../to-php-key.ts'
import { ValueWriter } from '../value-writer.ts'
import type { SessionFormat } from './session-format.ts'
import { SessionReader } from './session-reader.ts'
import { writeEntries } from './write-entries.ts'

/** The whole of `$_SESSION` as one array: `session.serialize_handler = php_serialize`, and what Laravel keeps. */
export const phpSerializeFormat: SessionFormat = {
  name: 'php_serialize',

  read(source, limits) {
    if (source.length === 0) return new SessionValues()
    const reader = new SessionReader(source, this.name, limits)
    const { bytes } = reader.values
    bytes.expect('a:')
    const count = bytes.count()
    bytes.expect(':')
    reader.values.skipSlot()
    reader.values.elements(count, (key) => reader.entry(String(key)))
    if (!bytes.isAtEnd) bytes.fail('Behind the session there is something else')
    return reader.result()
  },

  write(values, limits) {
    const writer = new ValueWriter(limits)
    writer.countOne()
    writer.append(`a:${values.names().length}:{`)
    const entries = writeEntries(values, (name) => writer.writeKey(toPhpKey(name)), limits, writer)
    return Buffer.concat([entries, Buffer.from('}')])
  },
}
