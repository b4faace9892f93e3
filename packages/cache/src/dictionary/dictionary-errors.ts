import { CacheError } from '../errors/cache-error.ts'

export function wrongKind(name: string, key: string, what: string): CacheError {
  return new CacheError('E_SHARED_KIND', `${JSON.stringify(key)} of the shared dictionary ${name} ${what}.`)
}

export function full(name: string): CacheError {
  return new CacheError('E_SHARED_FULL', `There is no room in the shared dictionary ${name}.`)
}
