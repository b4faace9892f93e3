import { describe } from 'vitest'
import type { HttpCoreFactory } from '@vanillin/http'
import { describeAborts } from './cases/aborts.ts'
import { describeBodies } from './cases/bodies.ts'
import { describeConnections } from './cases/connections.ts'
import { describeFraming } from './cases/framing.ts'
import { describeLimits } from './cases/limits.ts'
import { describeListening } from './cases/listening.ts'
import { describeRequests } from './cases/requests.ts'
import { describeResponses } from './cases/responses.ts'
import { describeShutdown } from './cases/shutdown.ts'
import { describeStreams } from './cases/streams.ts'
import { type Capabilities, createContract } from './support/contract.ts'

/**
 * The contract of the port, over real sockets. Every core must pass it; what one cannot do, its capabilities
 * say, and the suite asserts the refusal instead: a clear status or a closed connection, never a hang.
 */
export function describeHttpCore(
  name: string,
  createCore: HttpCoreFactory,
  capabilities: Capabilities,
): void {
  describe(`HTTP core ${name}`, () => {
    const contract = createContract(createCore, capabilities)
    describeRequests(contract)
    describeFraming(contract)
    describeLimits(contract)
    describeBodies(contract)
    describeResponses(contract)
    describeStreams(contract)
    describeConnections(contract)
    describeAborts(contract)
    describeListening(contract)
    describeShutdown(contract)
  })
}
