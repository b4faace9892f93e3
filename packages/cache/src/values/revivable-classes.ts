import { CacheError } from '../errors/cache-error.ts'
import type { Revivable } from './cacheable.ts'

/** A class that makes its instances again of what `toPlain()` of one answered. */
export interface RevivableClass {
  readonly name: string
  revive(plain: never): object
}

export interface RevivableClassesOptions {
  /** Whether a class may take the place of another of the same name, as hot reload has it. Default: false. */
  readonly mayReplace?: boolean
}

/** A value was kept whose class this process has not met. */
export class UnknownClass extends Error {
  override readonly name: string = 'UnknownClass'
}

/**
 * The classes whose instances a cache can keep, by the names that are kept with them. A process knows those that it was given and those
 * that it has kept an instance of.
 */
export class RevivableClasses {
  readonly #mayReplace: boolean
  readonly #classes = new Map<string, RevivableClass>()
  readonly #names = new Map<RevivableClass, string>()

  constructor(
    classes: Readonly<Record<string, RevivableClass>> = {},
    { mayReplace = false }: RevivableClassesOptions = {},
  ) {
    this.#mayReplace = mayReplace
    for (const [name, one] of Object.entries(classes)) this.#add(name, one)
  }

  /**
   * The name of its class; undefined for what cannot be revived.
   * @throws CacheError `E_CACHE_VALUE` for a second class of one name
   */
  nameOf(instance: object): string | undefined {
    if (!isRevivable(instance)) return undefined
    const { constructor } = instance
    const known = this.#names.get(constructor)
    if (known !== undefined) return known
    const { name } = constructor
    if (name === '') return undefined
    if (this.#classes.has(name) && !this.#mayReplace)
      throw new CacheError(
        'E_CACHE_VALUE',
        `There are two classes ${name}, and the cache could not tell whose instance it has: give one of them a name of its own in \`classes\`.`,
      )
    this.#add(name, constructor)
    return name
  }

  /** @throws UnknownClass */
  revive(name: string, plain: unknown): object {
    const known = this.#classes.get(name)
    if (known === undefined) throw new UnknownClass(name)
    return known.revive(plain as never)
  }

  #add(name: string, one: RevivableClass): void {
    this.#classes.set(name, one)
    this.#names.set(one, name)
  }
}

function isRevivable(instance: object): instance is Revivable & { readonly constructor: RevivableClass } {
  return (
    typeof (instance as Partial<Revivable>).toPlain === 'function' &&
    typeof (instance.constructor as Partial<RevivableClass> | undefined)?.revive === 'function'
  )
}
