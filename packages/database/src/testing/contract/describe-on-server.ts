import { describeUnless } from '#fixtures/describe-unless.ts'
import { whyUnreachable } from './servers.ts'

/** A suite that needs a server, or none where `url` is undefined, as {@link describeUnless}. */
export async function describeOnServer(
  title: string,
  url: string | undefined,
  define: () => void,
): Promise<void> {
  describeUnless(url === undefined ? undefined : await whyUnreachable(url), title, define)
}
