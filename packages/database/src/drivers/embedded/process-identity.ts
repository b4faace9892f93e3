import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { promisify } from 'node:util'

/** One run of one process: its pid alone may be given to another later. */
export interface ProcessIdentity {
  pid: number
  /** When it started, in the words of the operating system; empty where that cannot be asked. */
  startedAt: string
  host: string
}

export async function identifyProcess(pid: number): Promise<ProcessIdentity> {
  return { pid, startedAt: await readStartTime(pid), host: hostname() }
}

/** Whether that very process still runs. Only for processes of this host. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(identity.pid, 0)
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const startedAt = await readStartTime(identity.pid)
  return startedAt === '' || identity.startedAt === '' || startedAt === identity.startedAt
}

async function readStartTime(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') {
      // Field 22, counted behind the command's name, which may hold spaces and parentheses. The boot's id
      // beside it, because the time counts from the boot.
      const [stat, bootId] = await Promise.all([
        readFile(`/proc/${pid}/stat`, 'utf8'),
        readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      ])
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      // A zombie holds nothing any more.
      return fields[0] === 'Z' ? 'ended' : `${bootId.trim()} ${fields[19]}`
    }
    if (process.platform === 'win32') return ''
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])
    return stdout.trim()
  } catch {
    return ''
  }
}
