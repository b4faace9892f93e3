import { expect, test } from 'vitest'
import { serialize } from './serialize.ts'
import {
  joinFrames,
  phpRandomValues,
  phpRoundTrip,
  splitFrames,
} from './testing/contract/php-random-values.ts'
import { RandomValues } from './testing/contract/random-values.ts'
import { describeWithPhp, runPhp } from './testing/contract/real-php.ts'
import { unserialize } from './unserialize.ts'

describeWithPhp('the codec beside real PHP', [], () => {
  test('random values that PHP has written are written back byte for byte', () => {
    const frames = splitFrames(runPhp(phpRandomValues, '1 500'))
    expect(frames).toHaveLength(500)
    for (const bytes of frames)
      expect(serialize(unserialize(bytes)).toString('latin1')).toBe(bytes.toString('latin1'))
  })

  test('random values that are written here are read and written back by PHP byte for byte', () => {
    const random = new RandomValues(1)
    const frames = Array.from({ length: 500 }, () => serialize(random.next()))
    const again = splitFrames(runPhp(phpRoundTrip, joinFrames(frames)))
    expect(again.map((bytes) => bytes.toString('latin1'))).toEqual(
      frames.map((bytes) => bytes.toString('latin1')),
    )
    for (const bytes of frames) expect(serialize(unserialize(bytes)).equals(bytes)).toBe(true)
  })
})
