import { Connection } from 'pg'
import type { Client, ClientConfig } from 'pg'

/** What a server tells each connection at its start, for requests to cancel what runs on it. */
interface Cancellable {
  readonly processID: number | null
  readonly secretKey: number | null
}

/** The part of pg's connection that its types leave out. */
interface CancelConnection extends Connection {
  connect(portOrPath: number | string, host?: string): void
  requestSsl(): void
  cancel(processId: number, secretKey: number): void
}

/**
 * Has the server end the statement that runs on a connection, by a request on another. The server closes that one when it has passed the
 * request on: then this resolves, and what is sent from then on cannot be hit.
 */
export function cancelStatement(settings: ClientConfig, client: Client): Promise<void> {
  const { processID, secretKey } = client as unknown as Cancellable
  const { host = 'localhost', port = 5432, ssl = false, connectionTimeoutMillis = 0 } = settings
  if (processID === null || secretKey === null) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const connection = new Connection({ ssl }) as CancelConnection
    const send = (): void => connection.cancel(processID, secretKey)
    let timer: NodeJS.Timeout | undefined
    connection.on('error', reject)
    connection.on('end', () => {
      clearTimeout(timer)
      resolve()
    })
    connection.on('connect', () => (ssl === false ? send() : connection.requestSsl()))
    connection.on('sslconnect', send)
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`)
    else connection.connect(port, host)
    // As long as for any other connection; 0 is no limit.
    if (connectionTimeoutMillis > 0)
      timer = setTimeout(() => connection.stream.destroy(), connectionTimeoutMillis)
  })
}
