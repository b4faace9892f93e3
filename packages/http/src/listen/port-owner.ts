import { readdir, readFile, readlink } from 'node:fs/promises'

export interface PortOwner {
  readonly pid: number
  /** The command line, as it was typed. */
  readonly command: string
}

const LISTENING = '0A'

/**
 * Finds out which process listens on a TCP port. Linux only, and only among the processes whose open files
 * this user may see; undefined where it cannot be known.
 */
export async function findPortOwner(port: number): Promise<PortOwner | undefined> {
  if (process.platform !== 'linux') return undefined
  const sockets = await listeningSockets(port)
  if (sockets.size === 0) return undefined
  for (const pid of await names('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    for (const descriptor of await names(`/proc/${pid}/fd`)) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '')
      if (sockets.has(target)) return { pid: Number(pid), command: await commandOf(pid) }
    }
  }
  return undefined
}

/** Targets of the links in /proc/PID/fd that stand for a socket listening on `port`: `socket:[inode]`. */
async function listeningSockets(port: number): Promise<Set<string>> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const sockets = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'latin1').catch(() => '')
    for (const line of text.split('\n').slice(1)) {
      const columns = line.trim().split(/\s+/)
      if (columns[3] === LISTENING && columns[1]?.endsWith(suffix)) sockets.add(`socket:[${columns[9]}]`)
    }
  }
  return sockets
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

async function commandOf(pid: string): Promise<string> {
  const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return raw.replaceAll('\0', ' ').trim()
}
