import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to Redis that can be cut, or hold what is sent until it is open again. */
export interface RedisProxy {
  readonly url: string
  readonly hold: () => void
  readonly resume: () => void
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
}

export async function redisProxy(redisUrl: string): Promise<RedisProxy> {
  const sockets = new Set<Socket>()
  let isHeld = false
  const { hostname, port } = new URL(redisUrl)
  const server = createServer((socket) => {
    const upstream = connect(Number(port || 6379), hostname)
    for (const end of [socket, upstream]) {
      sockets.add(end)
      end.on('error', () => {})
      end.on('close', () => (socket.destroy(), upstream.destroy()))
    }
    socket.pipe(upstream).pipe(socket)
    if (isHeld) socket.pause()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: proxyPort } = server.address() as AddressInfo
  return {
    url: `redis://127.0.0.1:${proxyPort}`,
    hold() {
      isHeld = true
      for (const socket of sockets) socket.pause()
    },
    resume() {
      isHeld = false
      for (const socket of sockets) socket.resume()
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
    async start() {
      server.listen(proxyPort, '127.0.0.1')
      await once(server, 'listening')
    },
  }
}
