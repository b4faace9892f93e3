import type { Platform } from './platform.ts'

/** Operating systems and processors, as Node names them, for which uWebSockets.js has a binary. */
const PROCESSORS: Readonly<Record<string, readonly string[]>> = {
  linux: ['x64', 'arm64', 'arm'],
  darwin: ['x64', 'arm64'],
  win32: ['x64'],
}

/** The ABIs of Node 20, 21 and 22, which is what uws-pack 20.0.8 has beside the older 18. */
const PACKED_ABIS: readonly string[] = ['115', '120', '127']

/**
 * Why no uWebSockets.js can run here, in half a sentence; undefined when nothing is known against it. Asked
 * before a binary is loaded: on musl, loading it crashes where no `catch` can hold it.
 */
export function findObstacle(platform: Platform): string | undefined {
  const { os, processor, libc } = platform
  if (libc === 'musl') return 'uWebSockets.js needs glibc, this system has musl'
  if (!PROCESSORS[os]?.includes(processor)) return `uWebSockets.js has no binary for ${os} ${processor}`
  return undefined
}

/** As `findObstacle`, for the binaries of uws-pack; the official package brings those of newer Nodes. */
export function findPackedObstacle({ abi, node }: Platform): string | undefined {
  return PACKED_ABIS.includes(abi)
    ? undefined
    : `uws-pack has no binary for Node ${node} (ABI ${abi}), and the official uWebSockets.js is not installed`
}
