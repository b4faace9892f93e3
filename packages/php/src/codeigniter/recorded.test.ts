import { describe, expect, test } from 'vitest'
import { phpFormat } from '../codec/formats/php-format.ts'
import { toJson } from '../codec/to-json.ts'
import { PhpArray } from '../codec/php-array.ts'
import { codeIgniterConvention } from './codeigniter-convention.ts'
import { codeIgniter4Convention } from './codeigniter4-convention.ts'
import { recorded } from './testing/contract/recorded.ts'

describe.each(['3', '4'] as const)('what CodeIgniter %s has written', (version) => {
  const states = recorded[version]
  const read = (text: string) => phpFormat.read(Buffer.from(text, 'latin1'))
  const begunAt = Number(/__ci_last_regenerate\|i:(\d+)/.exec(states.begun)![1])
  const seen = (text: string, now = begunAt) => {
    const values = read(text)
    const { flashed, hidden } = codeIgniterConvention.readFlash(values, now)
    return {
      flashed: Object.fromEntries(Array.from(flashed, ([name, value]) => [name, toJson(value)])),
      names: values.names().filter((name) => !hidden.has(name) && name !== '_ci_previous_url'),
    }
  }

  test('comes back byte for byte', () => {
    for (const state of ['begun', 'flashed', 'shown', 'over', 'temporary', 'kept', 'keptAgain'] as const)
      expect(phpFormat.write(read(states[state])).toString('latin1')).toBe(states[state])
  })

  test('flashdata is for the next request, and over behind it', () => {
    expect(seen(states.begun)).toEqual({ flashed: {}, names: ['user_id', 'user'] })
    expect(seen(states.flashed)).toEqual({ flashed: { ok: 'Saved.' }, names: ['user_id', 'user'] })
    expect(seen(states.shown)).toEqual({ flashed: {}, names: ['user_id', 'user'] })
    expect(seen(states.kept).flashed).toEqual({ a: 1, b: [2] })
    expect(seen(states.keptAgain).flashed).toEqual({ a: 1 })
  })

  test('tempdata is there until its time is over', () => {
    expect(seen(states.temporary).names).toContain('code')
    expect(seen(states.temporary, begunAt + 600).names).not.toContain('code')
  })

  test('ageing here leaves what ageing there leaves', () => {
    const values = read(states.flashed)
    codeIgniterConvention.endFlash(values, 'ok')
    codeIgniterConvention.complete(values, begunAt, false)
    expect(phpFormat.write(values).toString('latin1')).toBe(states.over)
    const shown = read(states.shown)
    codeIgniterConvention.complete(shown, begunAt, false)
    expect(phpFormat.write(shown).toString('latin1')).toBe(states.over)
    const flashed = read(states.over)
    codeIgniterConvention.flash(flashed, 'ok', 'Saved.')
    expect(phpFormat.write(flashed).toString('latin1')).toBe(states.flashed)
  })
})

describe('a form between both sides', () => {
  const old = 'a:2:{s:3:"get";a:1:{s:4:"page";s:1:"2";}s:4:"post";a:1:{s:4:"name";s:3:"Ada";}}'
  const begun = '__ci_last_regenerate|i:1700000000;'
  const forms = `_ci_old_input|${old}_ci_validation_errors|a:1:{s:5:"email";s:12:"Not an email";}`
  const marks = '__ci_vars|a:2:{s:13:"_ci_old_input";s:3:"new";s:21:"_ci_validation_errors";s:3:"new";}'
  const read = (text: string) => phpFormat.read(Buffer.from(text))

  test('what redirect()->back()->withInput() of CodeIgniter 4 has kept is old input and errors here', () => {
    const { flashed } = codeIgniter4Convention.readFlash(read(begun + forms + marks), 1_700_000_000)
    expect(Object.fromEntries(Array.from(flashed, ([name, value]) => [name, toJson(value)]))).toEqual({
      _old: { page: '2', name: 'Ada' },
      _errors: { email: ['Not an email'] },
    })
  })

  test('what was wrong with a form here, old() and validation_errors() find there', () => {
    const values = read(begun)
    codeIgniter4Convention.flash(values, '_old', PhpArray.from([['name', 'Ada']]))
    codeIgniter4Convention.flash(
      values,
      '_errors',
      PhpArray.from([['email', PhpArray.list(['Not an email', 'Too short'])]]),
    )
    expect(phpFormat.write(values).toString()).toBe(
      begun +
        '_ci_old_input|a:2:{s:3:"get";a:0:{}s:4:"post";a:1:{s:4:"name";s:3:"Ada";}}' +
        '__ci_vars|a:2:{s:13:"_ci_old_input";s:3:"new";s:21:"_ci_validation_errors";s:3:"new";}' +
        '_ci_validation_errors|a:1:{s:5:"email";s:12:"Not an email";}',
    )
    codeIgniter4Convention.endFlash(values, '_old')
    codeIgniter4Convention.endFlash(values, '_errors')
    expect(phpFormat.write(values).toString()).toBe(begun)
  })
})
