import { describe, expect, test } from 'vitest'
import { phpFormat } from '../codec/formats/php-format.ts'
import { toJson } from '../codec/to-json.ts'
import { codeIgniterConvention } from './codeigniter-convention.ts'
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
