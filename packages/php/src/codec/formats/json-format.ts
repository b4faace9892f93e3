import { fromJson } from '../from-json.ts'
import { toJson } from '../to-json.ts'
import { PhpCodecError } from '../php-codec-error.ts'
import { dereference } from '../php-reference.ts'
import { SessionValues } from '../session-values.ts'
import type { Places } from '../slots.ts'
import type { SessionFormat } from './session-format.ts'
import { jsonMembers } from './json-members.ts'
import { defaultCodecLimits } from '../codec-limits.ts'
import { otherFormat } from './other-format.ts'

/** `json_encode($_SESSION)`, as Laravel keeps sessions with `session.serialization` set to `json`. */
export const jsonFormat: SessionFormat = {
  name: 'json',

  read(source, limits) {
    const maxBytes = limits?.maxBytes ?? defaultCodecLimits.maxBytes
    if (source.length > maxBytes)
      throw new PhpCodecError('E_PHP_LIMIT', `There are ${source.length} bytes, more than ${maxBytes}.`, 0)
    const other = otherFormat(source, this.name)
    if (other !== undefined)
      throw new PhpCodecError('E_PHP_FORMAT', `This is no session in JSON: it is ${other}.`, 0)
    const text = source.toString('utf8')
    const places: Places = new Map()
    const raw = new Map<string, Buffer>()
    for (const [name, value] of jsonMembers(text)) {
      places.set(name, fromJson(JSON.parse(value) as unknown))
      raw.set(name, Buffer.from(value, 'utf8'))
    }
    return new SessionValues(places, { raw, hasReferences: false, hasCustomObjects: false })
  },

  write(values) {
    const { places, raw } = values.parts
    const members = Array.from(places, ([name, place]) => {
      const text = raw?.get(String(name))?.toString('utf8') ?? JSON.stringify(toJson(dereference(place)))
      return `${JSON.stringify(String(name))}:${text}`
    })
    return Buffer.from(members.length === 0 ? '[]' : `{${members.join(',')}}`)
  },
}
