import { describe, expect, test } from 'vitest'
import { describeWithPhp, runPhp } from '../codec/testing/contract/real-php.ts'
import { hashPassword } from './hash-password.ts'
import { needsRehash } from './needs-rehash.ts'
import { isArgon2, type PasswordOptions } from './password-options.ts'
import { verifyPassword } from './verify-password.ts'

/** Cheap ones: what is tested is not how long they take. */
const cheap: readonly PasswordOptions[] = [
  { cost: 4 },
  { algorithm: 'argon2id', memoryKib: 1_024, timeCost: 1 },
  { algorithm: 'argon2i', memoryKib: 1_024, timeCost: 2 },
]
const passwords = ['secret', '', 'pässwörd €😀', 'x'.repeat(72), `${'x'.repeat(71)}ä`, ' spaces ', '0']

/** The arguments of PHP's functions for the same options. */
function phpArguments(options: PasswordOptions): [algorithm: string, options: object] {
  if (isArgon2(options)) {
    const { memoryKib = 65_536, timeCost = 4, threads = 1 } = options
    return [options.algorithm, { memory_cost: memoryKib, time_cost: timeCost, threads }]
  }
  return ['2y', { cost: options.cost ?? 12 }]
}

describeWithPhp('passwords beside real PHP', [], () => {
  test('PHP takes what is hashed here, and does not want it hashed anew', async () => {
    const made = await Promise.all(
      cheap.flatMap((options) =>
        passwords.map(async (password) => ({
          password,
          hash: await hashPassword(password, options),
          options: phpArguments(options),
        })),
      ),
    )
    const script = `
      foreach (json_decode(stream_get_contents(STDIN), true) as ['password' => $p, 'hash' => $h, 'options' => [$a, $o]])
        $out[] = [password_verify($p, $h), password_verify($p . 'x', $h) && strlen($p) < 72, password_needs_rehash($h, $a, $o)];
      echo json_encode($out);`
    const results = JSON.parse(runPhp(script, JSON.stringify(made)).toString()) as boolean[][]
    expect(results).toEqual(made.map(() => [true, false, false]))
  })

  test('what PHP has hashed is taken here, and no other password', async () => {
    const input = cheap.flatMap((options) =>
      passwords.map((password) => [password, ...phpArguments(options)] as const),
    )
    const script = `
      foreach (json_decode(stream_get_contents(STDIN), true) as [$p, $a, $o]) $out[] = password_hash($p, $a, $o);
      echo json_encode($out);`
    const hashes = JSON.parse(runPhp(script, JSON.stringify(input)).toString()) as string[]
    const checks = input.map(async ([password], index) => {
      const hash = hashes[index] ?? ''
      expect([hash.slice(0, 9), await verifyPassword(password, hash)]).toEqual([hash.slice(0, 9), true])
      expect(await verifyPassword(`y${password}`, hash)).toBe(false)
    })
    await Promise.all(checks)
  })

  test('needsRehash says what PHP says', () => {
    const hashes = [
      '$2y$04$BwPwdQOKhqlyFKlJKmjcFuVYpFkmlRNUTPKuSBwTTmHFWGUMDpnTG',
      '$2b$12$BwPwdQOKhqlyFKlJKmjcFuVYpFkmlRNUTPKuSBwTTmHFWGUMDpnTG',
      '$2y$12$BwPwdQOKhqlyFKlJKmjcFuVYpFkmlRNUTPKuSBwTTmHFWGUMDpnTG',
      '$argon2id$v=19$m=65536,t=4,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b4dWRWJTmaaJObG',
      '$argon2i$v=19$m=1024,t=2,p=2$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b4dWRWJTmaaJObG',
      '$1$salt$hash',
      '',
      'plain text',
    ]
    const options: PasswordOptions[] = [
      {},
      { cost: 4 },
      { algorithm: 'argon2id' },
      { algorithm: 'argon2i', memoryKib: 1_024, timeCost: 2, threads: 2 },
    ]
    const cases = hashes.flatMap((hash) => options.map((each) => ({ hash, each })))
    const script = `
      foreach (json_decode(stream_get_contents(STDIN), true) as [$h, [$a, $o]]) $out[] = password_needs_rehash($h, $a, $o);
      echo json_encode($out);`
    const input = JSON.stringify(cases.map(({ hash, each }) => [hash, phpArguments(each)]))
    const expected = JSON.parse(runPhp(script, input).toString()) as boolean[]
    expect(cases.map(({ hash, each }) => needsRehash(hash, each))).toEqual(expected)
  })
})

describe('what is no hash', () => {
  test.each(['', 'secret', '$2y$10$short', '$argon2id$v=19$m=1$x', '$2y$04$'])(
    'verifies nothing: %j',
    async (hash) => {
      expect(await verifyPassword('secret', hash)).toBe(false)
    },
  )

  test.each(['$1$salt$qJH7.N4xYta3aEG/dfqo/0', '$6$salt$hash', 'rl.3StKT.4T8M', '_J9..rasmBYk8r9AiWNc'])(
    'a hash of crypt() that is not compared says so: %s',
    async (hash) => {
      await expect(verifyPassword('secret', hash)).rejects.toMatchObject({ code: 'E_PASSWORD_HASH' })
    },
  )
})

test('a password with the character NUL is refused, as in PHP', async () => {
  await expect(hashPassword('a\0b')).rejects.toMatchObject({ code: 'E_PASSWORD_INVALID' })
  expect(await verifyPassword('a\0b', '$2y$04$BwPwdQOKhqlyFKlJKmjcFuVYpFkmlRNUTPKuSBwTTmHFWGUMDpnTG')).toBe(
    false,
  )
})
