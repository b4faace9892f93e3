import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/**
 * @typedef {object} Usage
 * @property {number} cpuUs user and system time since their start, ended children included
 * @property {number} rssMb
 */

/** @param {string} name of a constant of the system, see `getconf -a` */
const systemConstant = (name) => Number(execFileSync('getconf', [name], { encoding: 'utf8' }))

const ticksPerSecond = systemConstant('CLK_TCK')
const pageSize = systemConstant('PAGESIZE')

/**
 * What all processes of a session have used so far. Linux only: read from /proc.
 *
 * @param {number} session pid of the process that leads it
 * @returns {Usage}
 */
export function sessionUsage(session) {
  let ticks = 0
  let pages = 0
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const fields = readStat(pid)
    if (!fields || Number(fields[3]) !== session) continue
    for (const index of [11, 12, 13, 14]) ticks += Number(fields[index])
    pages += Number(fields[21])
  }
  return { cpuUs: (ticks / ticksPerSecond) * 1e6, rssMb: (pages * pageSize) / 1024 / 1024 }
}

/**
 * The fields of /proc/<pid>/stat behind the name, which may itself hold spaces and parentheses.
 *
 * @param {string} pid
 */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined // it ended between the listing and the reading
  }
}
