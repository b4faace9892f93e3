import { VanillinError } from '../errors/vanillin-error.ts'
import { envFileOf, loadEnvFiles } from './load-env-files.ts'

function read(name: string): string | undefined {
  loadEnvFiles()
  const value = process.env[name]
  return value === '' ? undefined : value
}

function refuse(name: string, expected: string, problem: string): never {
  const where =
    envFileOf(name) ?? (process.env[name] === undefined ? '.env or the environment' : 'the environment')
  throw new VanillinError('E_ENV_INVALID', `${name} in ${where} ${problem}. Expected: ${expected}.`)
}

function parse<Value>(
  name: string,
  fallback: Value | undefined,
  expected: string,
  convert: (text: string) => Value | undefined,
): Value {
  const text = read(name)
  if (text === undefined) return fallback ?? refuse(name, expected, 'is not set')
  return convert(text) ?? refuse(name, expected, 'is malformed')
}

/**
 * Typed reading of environment variables and `.env` files, for the files in config/. A variable that is
 * missing (and has no default) or malformed stops the boot with its name, its file and the form expected;
 * its value is never printed. An empty value counts as missing.
 *
 * @example
 * const port = env.port('PORT', 3000)
 * const level = env.oneOf('LOG_LEVEL', ['debug', 'info'], 'info')
 *
 * @throws VanillinError `E_ENV_INVALID`
 */
export class Env {
  /** Any text. */
  string(name: string, fallback?: string): string {
    return parse(name, fallback, 'a text', (text) => text)
  }

  /** Any text, or undefined when it is not set. */
  optional(name: string): string | undefined {
    return read(name)
  }

  /** A whole number, as `42` or `-7`. */
  int(name: string, fallback?: number): number {
    return parse(name, fallback, 'a whole number', (text) => {
      const value = Number(text)
      return /^-?\d+$/.test(text) && Number.isSafeInteger(value) ? value : undefined
    })
  }

  /** A TCP port, 0 to 65535. */
  port(name: string, fallback?: number): number {
    return parse(name, fallback, 'a port from 0 to 65535', (text) =>
      /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined,
    )
  }

  /** `true`, `1`, `on`, `yes` or `false`, `0`, `off`, `no`, in any case. */
  boolean(name: string, fallback?: boolean): boolean {
    return parse<boolean>(name, fallback, 'true or false', (text) => {
      if (/^(true|1|on|yes)$/i.test(text)) return true
      return /^(false|0|off|no)$/i.test(text) ? false : undefined
    })
  }

  /** One of the words listed. */
  oneOf<const Word extends string>(name: string, words: readonly Word[], fallback?: NoInfer<Word>): Word {
    return parse<Word>(name, fallback, `one of ${words.join(', ')}`, (text) =>
      words.find((word) => word === text),
    )
  }

  /** An absolute URL, returned as written. */
  url(name: string, fallback?: string): string {
    return parse(name, fallback, 'an absolute URL such as https://example.com', (text) =>
      URL.canParse(text) ? text : undefined,
    )
  }

  /** Secrets between commas, each of at least 32 characters; none when it is not set. */
  secrets(name: string): readonly string[] {
    return parse(name, [], 'secrets of at least 32 characters each, between commas', (text) => {
      const secrets = text.split(',').map((secret) => secret.trim())
      return secrets.every((secret) => secret.length >= 32) ? secrets : undefined
    })
  }

  /** A secret of at least 32 characters. It has no default: a secret that is in the code is none. */
  secret(name: string): string {
    return parse(
      name,
      undefined,
      'at least 32 random characters (`openssl rand -base64 32` prints some)',
      (text) => (text.length >= 32 ? text : undefined),
    )
  }
}

/** The one reader; see {@link Env}. */
export const env: Env = new Env()
