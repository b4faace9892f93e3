import { nameBytes, toName } from '../byte-text.ts'
import { PhpCodecError } from '../php-codec-error.ts'
import type { SessionFormat } from './session-format.ts'
import { SessionReader } from './session-reader.ts'
import { writeEntries } from './write-entries.ts'

const BAR = 0x7c
const INTEGER = /^-?\d+$/

/** `name|value` after `name|value`: `session.serialize_handler = php`, PHP's default. */
export const phpFormat: SessionFormat = {
  name: 'php',

  read(source, limits) {
    const reader = new SessionReader(source, this.name, limits)
    const { bytes } = reader.values
    while (!bytes.isAtEnd) {
      const bar = source.indexOf(BAR, bytes.at)
      if (bar === -1) bytes.fail('Here a name and | had to come')
      const name = toName(source.subarray(bytes.at, bar))
      bytes.at = bar + 1
      reader.entry(name)
    }
    return reader.result()
  },

  write(values, limits) {
    return writeEntries(
      values,
      (name, writer) => {
        assertName(name)
        writer.append(nameBytes(name))
        writer.append('|')
      },
      limits,
    )
  },
}

/** PHP itself writes nothing of a session with such a name, or leaves the name out. */
function assertName(name: string): void {
  if (!name.includes('|') && !INTEGER.test(name) && name !== '') return
  throw new PhpCodecError(
    'E_PHP_VALUE',
    `A session in the format php has no place for the name ${JSON.stringify(name)}: names are no numbers and hold no |.`,
  )
}
