import { createHmac } from 'node:crypto'
import { isSame } from '../sessions/session-csrf.ts'
import type { LaravelKeys } from './laravel-app-key.ts'

export interface LaravelSignOptions {
  /** From then on the URL is refused. Default: never. */
  readonly expiresAt?: Date
}

/**
 * Laravel's signed URLs: what `URL::signedRoute()` has made is checked here, and what is made here passes its middleware `signed`. A URL that begins with `/` is
 * signed without the host, as with `absolute: false`.
 *
 * @example
 * const urls = new LaravelUrlSigner({ key: env.string('LARAVEL_APP_KEY') })
 * const url = urls.sign('https://shop.example/unsubscribe/7', { expiresAt })
 * urls.isValid(url)
 */
export class LaravelUrlSigner {
  readonly #keys: readonly string[]

  constructor({ key, previousKeys = [] }: Pick<LaravelKeys, 'key' | 'previousKeys'>) {
    this.#keys = [key, ...previousKeys]
  }

  sign(url: string, { expiresAt }: LaravelSignOptions = {}): string {
    const expires = expiresAt === undefined ? [] : [`expires=${Math.floor(expiresAt.getTime() / 1_000)}`]
    const { path, parameters } = split(url)
    const all = [...parameters.filter((text) => !/^(?:expires|signature)(?:=|$)/.test(text)), ...expires]
    const text = join(path, all)
    return join(path, [...all, `signature=${signatureOf(text, this.#keys[0]!)}`])
  }

  /** Whether the signature is right and its time not over. */
  isValid(url: string): boolean {
    const { path, parameters } = split(url)
    const signature = valueOf(parameters, 'signature')
    const expires = valueOf(parameters, 'expires')
    if (signature === undefined || (expires !== undefined && !(Date.now() / 1_000 <= Number(expires))))
      return false
    const text = join(
      path,
      parameters.filter((parameter) => parameter.split('=')[0] !== 'signature'),
    )
    return this.#keys.some((key) => isSame(signatureOf(text, key), signature))
  }
}

function split(url: string): { readonly path: string; readonly parameters: readonly string[] } {
  const [path = '', query = ''] = url.split('#')[0]!.split(/\?(.*)/s)
  return { path, parameters: query === '' ? [] : query.split('&') }
}

/** Laravel leaves the last `/` of a path out. */
function join(path: string, parameters: readonly string[]): string {
  const start = path === '/' ? path : path.replace(/\/$/, '')
  return parameters.length === 0 ? start : `${start}?${parameters.join('&')}`
}

function valueOf(parameters: readonly string[], name: string): string | undefined {
  return parameters.find((parameter) => parameter.startsWith(`${name}=`))?.slice(name.length + 1)
}

function signatureOf(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('hex')
}
