import type { Socket } from 'node:net'

/** Two sockets of a proxy that end together. They are kept in `sockets` until then. */
export function joinSockets(near: Socket, far: Socket, sockets: Set<Socket>): void {
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    sockets.add(one)
    one.on('error', () => other.destroy())
    one.on('close', () => {
      sockets.delete(one)
      other.destroy()
    })
  }
}
