import { Client } from 'pg'
import type { ClientConfig } from 'pg'
import type { ConnectPauses } from '../../connect-pauses.ts'
import { cancelStatement } from '../cancel-statement.ts'
import { LaneStatements } from './lane-statements.ts'
import type { SeenStatements } from './seen-statements.ts'

/** Where a lane gets its connection from, and what becomes of that afterwards. */
export interface LaneConnection {
  /** Lent to lanes alone? Otherwise it comes from a pool. */
  readonly isShared: boolean
  /** Resolves to a connection that is open. */
  open(): Promise<Client>
  /** Behind its last answer, or when it is lost. */
  close(client: Client): Promise<void>
  /** Has the server end what runs on it. Resolves once that can hit nothing that is sent later. */
  interrupt(client: Client): Promise<void>
  /** What is prepared on it. */
  statementsOf(client: Client): LaneStatements
}

/** A pool, for those who take a connection of it for a while. */
export interface Lender {
  /** @throws Error when none could be had in time */
  connect(): Promise<Client & { release(): void }>
}

/** Connections of the lanes' own, on which queries are sent without waiting for the answers of those before. */
export function ownConnections(
  settings: () => ClientConfig,
  pauses: ConnectPauses,
  seen: SeenStatements,
): LaneConnection {
  return {
    isShared: true,
    open: () =>
      pauses.attempt(async () => {
        const client = new Client({ ...settings(), pipeline: true })
        // What fails while it opens is told by `connect`; told here as well, it would end the process.
        client.on('error', () => {})
        await client.connect()
        return client
      }),
    close: (client) => client.end(),
    interrupt: (client) => cancelStatement(settings(), client),
    statementsOf: () => new LaneStatements(seen),
  }
}

/** Connections of the pool that transactions use. They keep what is prepared on them when they are given back. */
export function borrowedConnections(lender: Lender, seen: SeenStatements): LaneConnection {
  const statements = new WeakMap<Client, LaneStatements>()
  const releases = new WeakMap<Client, () => void>()
  return {
    isShared: false,
    async open() {
      const client = await lender.connect()
      setPipelining(client, true)
      releases.set(client, () => {
        setPipelining(client, false)
        client.release()
      })
      return client
    },
    async close(client) {
      releases.get(client)?.()
    },
    // What may be waiting for a lock is carried out.
    interrupt: () => Promise.resolve(),
    statementsOf(client) {
      let known = statements.get(client)
      if (known === undefined) statements.set(client, (known = new LaneStatements(seen)))
      return known
    },
  }
}

/** What pg's option `pipeline` sets once and for all. It looks at it with each query that is sent. */
function setPipelining(client: Client, isOn: boolean): void {
  Object.assign(client, { pipeline: isOn })
}
