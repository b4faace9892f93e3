import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkParser, textOf } from '../http/hostile-text.fixture.ts'
import { createCsrfToken, isCsrfToken } from '../session/csrf-token.ts'
import { createSessionId } from '../session/session-id.ts'
import { Encrypter } from './encrypter.ts'
import { Signer } from './signer.ts'

const KEY = 'for-tests-only-for-tests-only-for-tests'
const purpose = 'draft'

/** Pieces of a token, cut anywhere, with what else a client may write. */
function piecesOf(token: string): fc.Arbitrary<string> {
  const cut = fc
    .tuple(fc.nat(token.length), fc.nat(token.length))
    .map(([from, to]) => token.slice(Math.min(from, to), Math.max(from, to)))
  const noise = textOf('=', '.', '-', '_', '+', '/', '%', ' ', '\0', '\u00E9', 'AAAA', '9999999999999')
  return fc.oneof(
    noise,
    fc.array(fc.oneof(cut, noise), { maxLength: 4 }).map((parts) => parts.join('')),
    fc.tuple(fc.nat(token.length), noise).map(([at, text]) => token.slice(0, at) + text + token.slice(at)),
  )
}

test('an encrypted text: the one that was encrypted, by its own token alone', () => {
  const encrypter = new Encrypter([KEY])
  const token = encrypter.encrypt('not for your eyes', { purpose })
  expect(encrypter.decrypt(token, { purpose })).toBe('not for your eyes')
  checkParser((sent) => {
    if (sent !== token && encrypter.decrypt(sent, { purpose }) !== undefined) throw new Error(sent)
  }, piecesOf(token))
})

test('a signed text: the one that was signed, by its own token alone', () => {
  const signer = new Signer([KEY])
  const token = signer.sign('2026-01-01', { purpose })
  expect(signer.verify(token, { purpose })).toBe('2026-01-01')
  checkParser((sent) => {
    if (sent !== token && signer.verify(sent, { purpose }) !== undefined) throw new Error(sent)
  }, piecesOf(token))
})

test('a token against forged requests: no bytes but those of the session', () => {
  const id = createSessionId()
  const token = createCsrfToken(id)
  const bytes = Buffer.from(token, 'base64url')
  expect(isCsrfToken(token, id)).toBe(true)
  checkParser((sent) => {
    const isSame = Buffer.from(sent, 'base64url').equals(bytes)
    if (isCsrfToken(sent, id) !== isSame) throw new Error(sent)
  }, piecesOf(token))
})
