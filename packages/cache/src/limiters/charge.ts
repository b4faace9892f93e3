import type { Limiter } from './limiter.ts'
import type { StoreCharge } from './limiter-store.ts'

/** A request at one counter of a limiter. Made by {@link Limiter.charge}, for {@link takeAll}. */
export interface Charge extends StoreCharge {
  readonly limiter: Limiter
}
