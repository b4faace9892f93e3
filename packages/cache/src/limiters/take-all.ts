import { CacheError } from '../errors/cache-error.ts'
import type { Charge } from './charge.ts'
import { Decision } from './decision.ts'
import type { Awaitable } from '../async/awaitable.ts'
import type { Verdict } from './verdict.ts'

/**
 * One request at several limiters: it is counted by all of them, or by none when one of them refuses. They have the same store.
 *
 * @example
 * const decision = await takeAll([byAccount.charge(email), byAddress.charge(ip)])
 *
 * @throws CacheError `E_LIMIT_INVALID` for limiters of different stores, and for the same counter twice
 */
export function takeAll(charges: readonly [Charge, ...Charge[]]): Awaitable<Decision> {
  const [{ limiter }] = charges
  if (charges.length > 1) assertTogether(charges)
  let verdicts: Awaitable<readonly Verdict[]>
  try {
    verdicts = limiter.store.take(charges)
  } catch (error) {
    return withoutStore(charges, error)
  }
  if (!(verdicts instanceof Promise)) return decided(charges, verdicts)
  return verdicts.then(
    (answer) => decided(charges, answer),
    (error: unknown) => withoutStore(charges, error),
  )
}

function decided(charges: readonly Charge[], verdicts: readonly Verdict[]): Decision {
  return new Decision(charges, {
    allowed: verdicts.every(({ allowed }) => allowed),
    verdicts,
    unavailable: false,
  })
}

function withoutStore(charges: readonly Charge[], error: unknown): Decision {
  if (!(error instanceof CacheError) || error.code !== 'E_LIMITER_UNAVAILABLE') throw error
  const allowed = charges.every(({ limiter }) => limiter.whenUnavailable === 'allow')
  return new Decision(charges, { allowed, verdicts: [], unavailable: true })
}

function assertTogether(charges: readonly Charge[]): void {
  const store = charges[0]?.limiter.store
  if (charges.some(({ limiter }) => limiter.store !== store))
    throw new CacheError('E_LIMIT_INVALID', 'Limiters of different stores cannot decide together.')
  if (new Set(charges.map(({ key }) => key)).size < charges.length)
    throw new CacheError(
      'E_LIMIT_INVALID',
      'The same counter stands twice in one request; give it a cost instead.',
    )
}
