import { dereference } from './php-reference.ts'
import type { PhpKey, PhpPlace, PhpValue } from './php-value.ts'

export interface PhpProperty {
  readonly name: string
  readonly visibility: 'public' | 'protected' | 'private'
  /** The class that a private property belongs to. */
  readonly declaredIn: string | undefined
  readonly value: PhpValue
}

const PROTECTED = '\0*\0'

/**
 * An object of PHP, as data: no class is ever looked up, nothing runs, and it is written back as it was read. Two places with one
 * PhpObject are two variables with one object in PHP.
 */
export class PhpObject {
  readonly className: string
  /** @internal By the names that PHP writes, which say who may see them: `\0*\0name`, `\0Class\0name`. */
  readonly members: Map<PhpKey, PhpPlace>

  constructor(className: string, members: Map<PhpKey, PhpPlace> = new Map()) {
    this.className = className
    this.members = members
  }

  get properties(): readonly PhpProperty[] {
    return Array.from(this.members, ([key, place]) => toProperty(String(key), dereference(place)))
  }

  /** The value of a property; of several with one name that of the most public one. */
  get(name: string): PhpValue | undefined {
    const key = this.find(name)
    return key === undefined ? undefined : dereference(this.members.get(key)!)
  }

  /** @internal The key of the property that `get` answers. */
  find(name: string): PhpKey | undefined {
    for (const visibility of ['public', 'protected', 'private'] as const)
      for (const key of this.members.keys()) {
        const property = toProperty(String(key), null)
        if (property.name === name && property.visibility === visibility) return key
      }
    return undefined
  }
}

function toProperty(key: string, value: PhpValue): PhpProperty {
  if (!key.startsWith('\0')) return { name: key, visibility: 'public', declaredIn: undefined, value }
  if (key.startsWith(PROTECTED))
    return { name: key.slice(PROTECTED.length), visibility: 'protected', declaredIn: undefined, value }
  const end = key.indexOf('\0', 1)
  return { name: key.slice(end + 1), visibility: 'private', declaredIn: key.slice(1, end), value }
}
