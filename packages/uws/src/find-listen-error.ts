import { createServer } from 'node:net'
import { type HttpCoreError, isCode, toListenError, toPortInUseError } from '@vanillin/http'

/** uWebSockets.js only says that it could not listen; node:net, asked for the same, says why. */
export async function findListenError(host: string, port: number): Promise<HttpCoreError> {
  const cause = await new Promise<unknown>((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen({ host, port }, () => server.close(() => resolve(undefined)))
  })
  if (isCode(cause, 'EADDRINUSE')) return toPortInUseError(host, port, cause)
  return toListenError(host, port, cause ?? new Error('uWebSockets.js gave no reason'))
}
