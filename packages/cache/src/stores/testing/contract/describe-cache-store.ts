import { beforeEach, describe } from 'vitest'
import type { Clock } from '../../../index.ts'
import { CacheUnderTest, type CacheStoreSubject } from './cache-under-test.ts'
import { counterCases } from './counter-cases.ts'
import { flexibleCases } from './flexible-cases.ts'
import { keyCases } from './key-cases.ts'
import { processCases } from './process-cases.ts'
import { rememberCases } from './remember-cases.ts'
import { tagCases } from './tag-cases.ts'
import { timeCases } from './time-cases.ts'
import { valueCases } from './value-cases.ts'

/** What every store must do, whatever it is made of. `clock` is the time; a store that has one of its own goes by that. */
export function describeCacheStore(
  name: string,
  create: (clock: Clock) => CacheStoreSubject | Promise<CacheStoreSubject>,
): void {
  describe(`a cache in ${name}`, () => {
    const context = new CacheUnderTest(create)
    beforeEach(() => context.begin())

    valueCases(context)
    keyCases(context)
    timeCases(context)
    counterCases(context)
    rememberCases(context)
    flexibleCases(context)
    tagCases(context)
    processCases(context)
  })
}
