import { nameBytes, toName } from '../byte-text.ts'
import { PhpCodecError } from '../php-codec-error.ts'
import type { SessionFormat } from './session-format.ts'
import { SessionReader } from './session-reader.ts'
import { writeEntries } from './write-entries.ts'

const MAX_NAME_BYTES = 127

/** The length of a name in one byte, the name, its value: `session.serialize_handler = php_binary`. */
export const phpBinaryFormat: SessionFormat = {
  name: 'php_binary',

  read(source, limits) {
    const reader = new SessionReader(source, this.name, limits)
    const { bytes } = reader.values
    while (!bytes.isAtEnd) {
      const length = bytes.next()
      if (length > MAX_NAME_BYTES) bytes.fail(`A name has ${MAX_NAME_BYTES} bytes at most`)
      reader.entry(toName(bytes.take(length)))
    }
    return reader.result()
  },

  write(values, limits) {
    return writeEntries(
      values,
      (name, writer) => {
        const bytes = nameBytes(name)
        if (bytes.length > MAX_NAME_BYTES || /^-?\d+$/.test(name))
          throw new PhpCodecError(
            'E_PHP_VALUE',
            `A session in the format php_binary has no place for the name ${JSON.stringify(name)}: names are no numbers and have ${MAX_NAME_BYTES} bytes at most.`,
          )
        writer.append(Buffer.from([bytes.length]))
        writer.append(bytes)
      },
      limits,
    )
  },
}
