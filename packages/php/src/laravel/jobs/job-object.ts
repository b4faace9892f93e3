import { PhpCodecError } from '../../codec/php-codec-error.ts'
import { PhpObject } from '../../codec/php-object.ts'
import type { PhpKey, PhpPlace } from '../../codec/php-value.ts'
import { toPhpValue, type ToPhp } from '../../codec/to-php-value.ts'

/**
 * The properties of a job. A name is that of a public property; `private orderId` and `protected orderId` are what they say, as the class
 * of the job declares them.
 */
export type JobProperties = Readonly<Record<string, ToPhp>>

const CLASS = /^[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*(?:\\[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)*$/
const PROPERTY = /^(?:(public|protected|private) )?([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)$/

/** @throws PhpCodecError `E_PHP_VALUE` */
export function jobObject(className: string, properties: JobProperties): PhpObject {
  if (!CLASS.test(className))
    throw new PhpCodecError('E_PHP_VALUE', `Not the name of a class: ${JSON.stringify(className)}`)
  const members = Object.entries(properties).map(([name, value]): [PhpKey, PhpPlace] => {
    const [, visibility = 'public', property] = PROPERTY.exec(name) ?? []
    if (property === undefined)
      throw new PhpCodecError('E_PHP_VALUE', `Not the name of a property: ${JSON.stringify(name)}`)
    return [written(visibility, className, property), toPhpValue(value)]
  })
  return new PhpObject(className, new Map(members))
}

/** As PHP writes the name of a property. */
function written(visibility: string, className: string, property: string): string {
  if (visibility === 'private') return `\0${className}\0${property}`
  return visibility === 'protected' ? `\0*\0${property}` : property
}
