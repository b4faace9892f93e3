import { expect, test } from 'vitest'
import { countAllocations } from '../../bench/allocations.js'
import budgets from './allocations.json' with { type: 'json' }

const major = process.versions.node.split('.')[0]

/** How far a count may be above its budget. */
const TOLERANCE = 1.1

// V8 lays objects out differently from version to version: each has figures of its own, or none.
test.skipIf(major !== budgets.node)(
  `no route allocates a tenth more than its budget (counted on Node ${budgets.node})`,
  async () => {
    const counted = await countAllocations()

    const allowed = new Map(Object.entries(budgets.bytesPerRequest))
    const tooMuch = Object.entries(counted).filter(
      ([route, bytes]) => bytes > (allowed.get(route) ?? 0) * TOLERANCE,
    )
    expect(Object.keys(counted)).toEqual(Object.keys(budgets.bytesPerRequest))
    expect(
      Object.fromEntries(tooMuch),
      'Routes that allocate more than test/budgets/allocations.json allows. Look for closures, copies and promises on the way of a request; if it is worth its price, write the new figure there and say why in the commit.',
    ).toEqual({})
  },
  120_000,
)
