import { describe, expect, test, vi } from 'vitest'
import { createApp, Encrypter, Signer } from '../index.ts'

const NEW = 'the-key-in-force-the-key-in-force-the-key'
const OLD = 'the-key-of-before-the-key-of-before-the-key'

/** The same promises of both, under one name. */
const kinds = [
  {
    name: 'Encrypter',
    make: (secrets: string[]) => {
      const encrypter = new Encrypter(secrets)
      return {
        write: encrypter.encrypt.bind(encrypter),
        read: encrypter.decrypt.bind(encrypter),
      }
    },
  },
  {
    name: 'Signer',
    make: (secrets: string[]) => {
      const signer = new Signer(secrets)
      return { write: signer.sign.bind(signer), read: signer.verify.bind(signer) }
    },
  },
]

describe.each(kinds)('$name', ({ make }) => {
  const purpose = 'cookie:cart'

  test.each(['', '7', 'ä€😀', '.', 'a.b', 'x'.repeat(5_000)])('reads what it wrote: %j', (value) => {
    const { write, read } = make([NEW])
    expect(read(write(value, { purpose }), { purpose })).toBe(value)
  })

  test('refuses every change of a single character, every cut and every addition', () => {
    const { write, read } = make([NEW])
    const token = write('admin=0', { purpose })
    for (let i = 0; i < token.length; i++) {
      for (const other of ['A', 'B', '.', '~']) {
        if (token[i] === other) continue
        const forged = token.slice(0, i) + other + token.slice(i + 1)
        expect([forged, read(forged, { purpose })]).toEqual([forged, undefined])
      }
      expect(read(token.slice(0, i), { purpose })).toBeUndefined()
      expect(read(token.slice(i + 1), { purpose })).toBeUndefined()
    }
    for (const addition of ['A', 'AA', 'AAAA', '=', '.', '\0', ' '])
      expect(read(token + addition, { purpose })).toBeUndefined()
  })

  test('refuses a value of another purpose, also where purpose and value run together alike', () => {
    const { write, read } = make([NEW])
    expect(read(write('7', { purpose }), { purpose: 'cookie:role' })).toBeUndefined()
    expect(read(write('bc', { purpose: 'a' }), { purpose: 'ab' })).toBeUndefined()
  })

  test('refuses a value whose time is over', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 })
    try {
      const { write, read } = make([NEW])
      const token = write('7', { purpose, expiresAt: new Date(1_000_500) })
      expect(read(token, { purpose })).toBe('7')
      vi.setSystemTime(1_000_500)
      expect(read(token, { purpose })).toBeUndefined()
    } finally {
      vi.useRealTimers()
    }
  })

  test('reads what was written under a previous key, and nothing under any other', () => {
    const before = make([OLD]).write('7', { purpose })
    expect(make([NEW, OLD]).read(before, { purpose })).toBe('7')
    expect(make([NEW]).read(before, { purpose })).toBeUndefined()
    expect(make([OLD]).read(make([NEW, OLD]).write('7', { purpose }), { purpose })).toBeUndefined()
  })
})

test('one text is never encrypted to the same token twice, and does not show in it', () => {
  const encrypter = new Encrypter([NEW])
  const tokens = Array.from({ length: 100 }, () => encrypter.encrypt('secret text', { purpose: 'p' }))
  expect(new Set(tokens).size).toBe(100)
  expect(Buffer.from(tokens[0]!, 'base64url').toString('latin1')).not.toContain('secret')
})

test('an app has both as services, by its key and those before', async () => {
  const token = new Encrypter([OLD]).encrypt('7', { purpose: 'p' })
  const app = createApp({ app: { name: 'test', key: NEW, previousKeys: [OLD] } }, [])
  expect(app.use(Encrypter).decrypt(token, { purpose: 'p' })).toBe('7')
  expect(app.use(Signer).verify(new Signer([NEW]).sign('7', { purpose: 'p' }), { purpose: 'p' })).toBe('7')

  const error = expect.objectContaining({ code: 'E_APP_KEY' })
  expect(() => createApp({ app: { name: 'test' } }, []).use(Encrypter)).toThrow(error)
  expect(() => createApp({ app: { name: 'test', key: 'short' } }, []).use(Signer)).toThrow(error)
})
