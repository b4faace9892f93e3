import { expect, test } from 'vitest'
import { PhpArray } from '../php-array.ts'
import type { PhpValue } from '../php-value.ts'
import { serialize } from '../serialize.ts'
import { runPhpSessions, type PhpSessionStep } from '../testing/contract/php-session-script.ts'
import { describeWithPhp } from '../testing/contract/real-php.ts'
import { phpBinaryFormat } from './php-binary-format.ts'
import { phpFormat } from './php-format.ts'
import { phpSerializeFormat } from './php-serialize-format.ts'
import type { SessionFormat } from './session-format.ts'

const formats: Readonly<Record<PhpSessionStep['handler'], SessionFormat>> = {
  php: phpFormat,
  php_binary: phpBinaryFormat,
  php_serialize: phpSerializeFormat,
}
const handlers = Object.keys(formats) as PhpSessionStep['handler'][]

const plain = `$_SESSION['a'] = 1; $_SESSION['b'] = [1.5, 'x' => null]; $_SESSION['c'] = "K\xf6ln";`

/** Sessions in which values share something, across names and within one. */
const sessions: Readonly<Record<string, string>> = {
  plain,
  'an array in two names': `$x = [1, 2]; $_SESSION['a'] = &$x; $_SESSION['b'] = &$x; $_SESSION['c'] = 3;`,
  'a scalar in three names': `$x = 1; $_SESSION['z'] = 0; $_SESSION['a'] = &$x; $_SESSION['b'] = &$x; $_SESSION['c'] = &$x;`,
  'an object in three names': `$o = new stdClass; $o->n = [1]; $_SESSION['a'] = $o; $_SESSION['b'] = $o; $_SESSION['c'] = [$o];`,
  'objects and references mixed': `$o = new Derived([1]); $_SESSION['a'] = $o; $_SESSION['b'] = &$_SESSION['a']; $_SESSION['c'] = $o; $_SESSION['d'] = [&$o];`,
  'a part of a value': `$_SESSION['a'] = ['x' => [1], 'y' => 2]; $_SESSION['b'] = &$_SESSION['a']['x']; $_SESSION['c'] = ['deep' => &$_SESSION['a']['y']];`,
  'a value that holds itself': `$x = [1]; $x['self'] = &$x; $_SESSION['a'] = &$x; $_SESSION['b'] = 2; $_SESSION['c'] = [&$_SESSION['b']];`,
  enums: `$_SESSION['a'] = Suit::Hearts; $_SESSION['b'] = [Suit::Hearts, Level::Low]; $_SESSION['c'] = Level::Low;`,
}

const changes: readonly { name: string; value: PhpValue | undefined; code: string }[] = [
  'a',
  'b',
  'c',
].flatMap((name) => [
  { name, value: undefined, code: `unset($_SESSION['${name}']);` },
  { name, value: 7, code: `$_SESSION['${name}'] = 7;` },
  {
    name,
    value: PhpArray.list(['x', PhpArray.from([['k', true]])]),
    code: `$_SESSION['${name}'] = ['x', ['k' => true]];`,
  },
])
const appended = { name: 'new', value: 'text', code: `$_SESSION['new'] = 'text';` }

describeWithPhp('sessions beside real PHP', ['session'], () => {
  test.each(handlers)('%s: what nobody touches comes back byte for byte', (handler) => {
    const steps = Object.values(sessions).map((code) => ({ handler, bytes: Buffer.alloc(0), code }))
    for (const bytes of runPhpSessions(steps)) {
      const again = formats[handler].write(formats[handler].read(bytes!))
      expect(again.toString('latin1')).toBe(bytes!.toString('latin1'))
    }
  })

  test.each(handlers)('%s: a change of one name leaves what PHP leaves, whatever was shared', (handler) => {
    const format = formats[handler]
    const codes = Object.entries(sessions)
    const starts = runPhpSessions(codes.map(([, code]) => ({ handler, bytes: Buffer.alloc(0), code })))
    const cases = codes.flatMap(([title], index) =>
      [...changes, appended].map((change) => ({ title, bytes: starts[index]!, ...change })),
    )
    const expected = runPhpSessions(cases.map(({ bytes, code }) => ({ handler, bytes, code })))
    for (const [index, { title, bytes, name, value, code }] of cases.entries()) {
      const values = format.read(bytes)
      if (value === undefined) values.delete(name)
      else values.set(name, value)
      expect([title, code, format.write(values).toString('latin1')]).toEqual([
        title,
        code,
        expected[index]!.toString('latin1'),
      ])
    }
  })

  test.each(handlers)('%s: PHP reads what is written here', (handler) => {
    const format = formats[handler]
    const values = format.read(Buffer.alloc(0))
    values.set('text', 'K\u00f6ln|;"')
    values.set('bytes', Buffer.from([0, 255, 124]))
    values.set('list', PhpArray.list([1, 2.5, null]))
    values.set('with|bar'.replace('|', handler === 'php' ? '-' : '|'), 1)
    const bytes = format.write(values)
    const [again] = runPhpSessions([{ handler, bytes, code: '' }])
    expect(again?.toString('latin1')).toBe(bytes.toString('latin1'))
  })

  test('values are the same in every format', () => {
    const read = handlers.map((handler) => {
      const [bytes] = runPhpSessions([{ handler, bytes: Buffer.alloc(0), code: plain }])
      const values = formats[handler].read(bytes!)
      return values.names().map((name) => [name, serialize(values.get(name)!).toString('latin1')])
    })
    expect(read[1]).toEqual(read[0])
    expect(read[2]).toEqual(read[0])
  })
})
