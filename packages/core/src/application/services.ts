import { VanillinError } from '../errors/vanillin-error.ts'

/** A class, or a token for what has no class. Classes may be abstract: the interface of a service. */
export type ServiceToken<Service> = (abstract new (...values: never[]) => Service) | Token<Service>

/** Names a service that is no class. Made with {@link token}. */
export class Token<Service> {
  readonly name: string
  declare protected readonly __service: Service

  constructor(name: string) {
    this.name = name
  }
}

/**
 * Names a service that is no class.
 *
 * @example
 * export const clock = token<() => Date>('clock')
 * app.provide(clock, () => () => new Date())
 */
export function token<Service>(name: string): Token<Service> {
  return new Token<Service>(name)
}

/** The services of an app: made on first use, one of each. */
export class Services {
  readonly #factories = new Map<unknown, () => unknown>()
  readonly #instances = new Map<unknown, unknown>()

  provide<Service>(key: ServiceToken<Service>, factory: () => Service): void {
    this.#factories.set(key, factory)
    this.#instances.delete(key)
  }

  /** @throws VanillinError `E_SERVICE_NOT_PROVIDED` */
  use<Service>(key: ServiceToken<Service>): Service {
    if (this.#instances.has(key)) return this.#instances.get(key) as Service
    const factory = this.#factories.get(key)
    if (factory === undefined) {
      throw new VanillinError('E_SERVICE_NOT_PROVIDED', `No provider offers the service ${key.name}.`)
    }
    const instance = factory() as Service
    this.#instances.set(key, instance)
    return instance
  }

  /** Puts another instance in the place of a service; the function returned puts the first one back. */
  swap<Service>(key: ServiceToken<Service>, instance: Service): () => void {
    const had = this.#instances.has(key)
    const before = this.#instances.get(key)
    this.#instances.set(key, instance)
    return () => {
      if (had) this.#instances.set(key, before)
      else this.#instances.delete(key)
    }
  }
}
