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

const ROUNDS = 10
const VALUES = 10_000

describeWithPhp('the codec beside real PHP, 100,000 values each way', [], () => {
  test('what PHP has written comes back byte for byte', () => {
    let compared = 0
    for (let seed = 100; seed < 100 + ROUNDS; seed++) {
      for (const bytes of splitFrames(runPhp(phpRandomValues, `${seed} ${VALUES}`))) {
        const again = serialize(unserialize(bytes))
        if (!again.equals(bytes)) expect(again.toString('latin1')).toBe(bytes.toString('latin1'))
        compared++
      }
    }
    expect(compared).toBe(ROUNDS * VALUES)
  })

  test('what is written here comes back from PHP byte for byte', () => {
    let compared = 0
    for (let seed = 100; seed < 100 + ROUNDS; seed++) {
      const random = new RandomValues(seed)
      const frames = Array.from({ length: VALUES }, () => serialize(random.next()))
      const again = splitFrames(runPhp(phpRoundTrip, joinFrames(frames)))
      for (const [index, bytes] of frames.entries()) {
        if (!again[index]?.equals(bytes))
          expect(again[index]?.toString('latin1')).toBe(bytes.toString('latin1'))
        compared++
      }
    }
    expect(compared).toBe(ROUNDS * VALUES)
  })
})
