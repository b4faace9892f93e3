import type { CoreName } from 'vanillin'
import { test } from 'vitest'

const uws = await import('@vanillin/uws').catch((error: unknown) => error as Error)

/** The cores that run on this Node and platform; one that does not is a skipped test with its reason. */
export function coresHere(): CoreName[] {
  if (!(uws instanceof Error)) return ['node', 'uws']
  test.skip(`the uws core cannot run here: ${uws.message}`, () => {})
  return ['node']
}
