import { afterEach, describe, expect, test, vi } from 'vitest'
import { jsonFormat } from '../codec/formats/json-format.ts'
import { phpSerializeFormat } from '../codec/formats/php-serialize-format.ts'
import { LaravelConvention } from './laravel-convention.ts'
import { LaravelCookieSessions } from './laravel-cookie-sessions.ts'
import { LaravelEncrypter } from './laravel-encrypter.ts'
import { encrypted, laravelFormat } from './laravel-format.ts'
import { laravelGuardName } from './laravel-login.ts'
import { LaravelRememberCookie } from './laravel-remember-cookie.ts'
import { LaravelUrlSigner } from './laravel-url-signer.ts'
import type { LaravelCipher } from './laravel-app-key.ts'
import { recorded, recordedKey as key, shortKey } from './testing/contract/recorded.ts'
import { toJson } from '../codec/to-json.ts'

afterEach(() => vi.useRealTimers())

const convention = new LaravelConvention('php')

describe.each(['8', '12'] as const)('what Laravel %s has written', (version) => {
  const { tokens, states, id, cookie, remember, url, relative } = recorded[version]
  const read = (text: string) => phpSerializeFormat.read(Buffer.from(text, 'latin1'))
  const flashedIn = (text: string) =>
    Object.fromEntries(
      Array.from(convention.readFlash(read(text)).flashed, ([name, value]) => [name, toJson(value)]),
    )

  test.each(Object.entries(tokens))('a text encrypted with %s', (cipher, token) => {
    const encrypter = new LaravelEncrypter({
      key: cipher.startsWith('aes-128') ? shortKey : key,
      cipher: cipher as LaravelCipher,
    })
    expect(encrypter.decryptString(token)).toBe('sécret')
    expect(encrypter.decryptString(encrypter.encryptString('sécret'))).toBe('sécret')
    expect(encrypter.encryptString('sécret')).not.toBe(encrypter.encryptString('sécret'))
  })

  test('a text is refused when any of its bytes is another, or it was made with another key', () => {
    for (const cipher of ['aes-256-cbc', 'aes-256-gcm'] as const) {
      const payload = Buffer.from(tokens[cipher], 'base64').toString()
      const encrypter = new LaravelEncrypter({ key, cipher })
      for (const part of ['iv', 'value', 'mac', 'tag']) {
        const start = payload.indexOf(`"${part}":"`) + part.length + 4
        if (payload[start] === '"') continue
        const other = payload[start] === 'A' ? 'B' : 'A'
        const forged = payload.slice(0, start) + other + payload.slice(start + 1)
        expect([part, encrypter.decrypt(Buffer.from(forged).toString('base64'))]).toEqual([part, undefined])
      }
      for (const none of ['', 'x', 'e30=', Buffer.from('{"iv":1,"value":"","mac":""}').toString('base64')])
        expect(encrypter.decrypt(none)).toBeUndefined()
      const rotated = new LaravelEncrypter({
        key: `base64:${Buffer.alloc(32, 1).toString('base64')}`,
        cipher,
      })
      expect(rotated.decrypt(tokens[cipher])).toBeUndefined()
    }
  })

  test('one of APP_PREVIOUS_KEYS still reads it', () => {
    const rotated = new LaravelEncrypter({
      key: `base64:${Buffer.alloc(32, 1).toString('base64')}`,
      previousKeys: [key],
    })
    expect(rotated.decryptString(tokens['aes-256-cbc'])).toBe('sécret')
    expect(rotated.decryptCookie('laravel_session', cookie)).toBe(id)
  })

  test('the cookie of the session, under its own name alone', () => {
    const encrypter = new LaravelEncrypter({ key })
    expect(encrypter.decryptCookie('laravel_session', cookie)).toBe(id)
    expect(encrypter.decryptCookie('other', cookie)).toBeUndefined()
  })

  test('sessions come back byte for byte, and say what is flashed', () => {
    for (const text of Object.values(states))
      expect(phpSerializeFormat.write(read(text)).toString('latin1')).toBe(text)
    expect(flashedIn(states.begun)).toEqual({})
    expect(flashedIn(states.flashed)).toEqual({ ok: 'Saved.' })
    expect(flashedIn(states.shown)).toEqual({ ok: 'Saved.' })
    expect(flashedIn(states.over)).toEqual({})
    expect(flashedIn(states.form)).toEqual({
      _old: { title: 'x', tags: ['a', 'b'] },
      _errors: { title: ['Too short.', 'Odd.'] },
    })
  })

  test('the same errors, flashed here, are the same bytes', () => {
    const values = read(states.form)
    const { flashed } = convention.readFlash(values)
    const errors = flashed.get('_errors')!
    convention.endFlash(values, '_errors')
    convention.flash(values, '_errors', errors)
    expect(phpSerializeFormat.write(values).toString('latin1')).toBe(states.form)
  })

  test('the login, the remember cookie and signed URLs', () => {
    expect(read(states.login).get(laravelGuardName('login', 'web'))).toBe(7)
    const rememberCookie = new LaravelRememberCookie({ key })
    expect(rememberCookie.name).toBe(remember[0])
    const found = rememberCookie.read(remember[1])!
    expect([
      found.userId,
      found.isTokenOf('remember-token-of-7'),
      found.isTokenOf('x'),
      found.isTokenOf(null),
    ]).toEqual(['7', true, false, false])
    expect([found.isOfPassword('hash-of-7'), found.isOfPassword('another')]).toEqual([true, false])
    const urls = new LaravelUrlSigner({ key })
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 })
    expect([urls.isValid(url), urls.isValid(relative)]).toEqual([true, true])
    for (const [from, to] of [
      ['a=1', 'a=2'],
      ['/7', '/8'],
      ['signature=', 'signature=0'],
      ['&signature', '&x=1&signature'],
    ] as const)
      expect([from, urls.isValid(url.replace(from, to))]).toEqual([from, false])
    vi.setSystemTime(1_900_000_001_000)
    expect([urls.isValid(url), urls.isValid(relative)]).toEqual([true, false])
    const rotated = new LaravelUrlSigner({ key: 'base64:other', previousKeys: [key] })
    expect(rotated.isValid(url)).toBe(true)
  })
})

test('a session in JSON', () => {
  const values = jsonFormat.read(Buffer.from(recorded.json))
  const { flashed } = new LaravelConvention('json').readFlash(values)
  expect(toJson(flashed.get('_errors')!)).toEqual({ title: ['Too short.'] })
  expect(jsonFormat.write(values).toString()).toBe(recorded.json)
})

test('a session in a cookie, and one that is encrypted', async () => {
  const { id, value, session } = recorded.cookie
  const encrypter = new LaravelEncrypter({ key })
  expect(encrypter.decryptCookie('laravel_session', session)).toBe(id)
  const { expires } = JSON.parse(encrypter.decryptCookie(id, value)!) as { expires: number }
  vi.useFakeTimers({ toFake: ['Date'], now: (expires - 60) * 1_000 })
  const cookies = {
    get: (name: string) => (name === id ? value : undefined),
    set: () => {},
    delete: () => {},
  }
  const access = { ip: '', userAgent: '', cookies, lifetimeMs: 7_200_000 }
  const stored = await new LaravelCookieSessions(encrypter).read(id, access)
  expect(laravelFormat('php').read(stored!.bytes).get('user_id')).toBe(7)

  const gcm = new LaravelEncrypter({ key, cipher: 'aes-256-gcm' })
  const values = encrypted(laravelFormat('php'), gcm).read(Buffer.from(recorded.encrypted))
  expect(values.get('user_id')).toBe(7)
})
