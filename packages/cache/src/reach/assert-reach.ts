import { CacheError } from '../errors/cache-error.ts'
import { reachesAcross, type Reach } from './reach.ts'

/** @throws CacheError `E_REACH` */
export function assertReach(
  { reach, description }: { readonly reach: Reach; readonly description: string },
  wanted: Reach | undefined,
  what: string,
): void {
  if (wanted === undefined || reachesAcross(reach, wanted)) return
  throw new CacheError(
    'E_REACH',
    `${what} is to reach across ${wanted}; ${description} reaches across ${reach} only.`,
  )
}
