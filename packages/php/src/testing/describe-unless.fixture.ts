import { describe } from 'vitest'

/**
 * A suite that needs something of the machine. Where that is not there, for the reason given, its tests are skipped by name; where
 * VANILLIN_REQUIRE_SERVERS=1 says that it must be there, they run and fail.
 */
export function describeUnless(reason: string | undefined, title: string, define: () => void): void {
  if (reason === undefined || process.env['VANILLIN_REQUIRE_SERVERS'] === '1') {
    describe(title, define)
    return
  }
  console.warn(`skipped: ${title}: ${reason}`)
  describe.skip(`${title} (skipped: ${reason})`, define)
}
