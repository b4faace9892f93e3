import { describe } from 'vitest'
import { whyUnreachable } from './servers.ts'

/**
 * A suite that needs a server, or none where `url` is undefined. Is it not there, its tests are skipped by name with the reason; where
 * VANILLIN_REQUIRE_SERVERS=1 says that it must be there, they fail.
 */
export async function describeOnServer(
  title: string,
  url: string | undefined,
  define: () => void,
): Promise<void> {
  const isRequired = url === undefined || process.env['VANILLIN_REQUIRE_SERVERS'] === '1'
  const reason = isRequired ? null : await whyUnreachable(url)
  if (reason === null) {
    describe(title, define)
    return
  }
  console.warn(`skipped: ${title}: ${reason}`)
  describe.skip(`${title} (skipped: ${reason})`, define)
}
