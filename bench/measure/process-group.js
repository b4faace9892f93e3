import { readdirSync, readFileSync } from 'node:fs'

/**
 * @typedef {object} Usage
 * @property {number} cpuUs time on a processor since their start, of all threads that still run
 * @property {number} rssMb resident memory, what the processes share counted once
 */

/**
 * What a server's processes have used so far. Linux only: read from /proc. The times of /proc/<pid>/stat would not do:
 * they are cut to ten milliseconds for each process, and Apache has seventy.
 *
 * @param {number} leader pid of the process that was started
 * @returns {Usage}
 */
export function groupUsage(leader) {
  let nanoseconds = 0
  let ownKb = 0
  let sharedKb = 0
  for (const pid of groupProcesses(leader)) {
    for (const thread of listFolder(`/proc/${pid}/task`)) {
      nanoseconds += Number.parseInt(readIfThere(`/proc/${pid}/task/${thread}/schedstat`), 10) || 0
    }
    const memory = readIfThere(`/proc/${pid}/smaps_rollup`)
    const shared = kilobytes(memory, 'Shared_Clean') + kilobytes(memory, 'Shared_Dirty')
    ownKb += kilobytes(memory, 'Rss') - shared
    sharedKb = Math.max(sharedKb, shared)
  }
  return { cpuUs: nanoseconds / 1000, rssMb: (ownKb + sharedKb) / 1024 }
}

/**
 * The pids of the process that was started, of its session and of all that came from it: php-fpm makes a session of
 * its own. Those that have ended are left out.
 *
 * @param {number} leader
 */
export function groupProcesses(leader) {
  const all = listFolder('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? [])
  const members = new Set([leader])
  for (let size = 0; size < members.size;) {
    size = members.size
    for (const { pid, parent, session } of all)
      if (session === leader || members.has(parent)) members.add(pid)
  }
  return all.filter(({ pid, state }) => members.has(pid) && state !== 'Z').map(({ pid }) => pid)
}

/** @param {number} pid */
export function isRunning(pid) {
  return (readStat(pid)?.state ?? 'Z') !== 'Z'
}

/** @param {number} pid */
function readStat(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`)
  if (stat === '') return undefined
  // the name before them may itself hold spaces and parentheses
  const [state, parent, , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { pid, state, parent: Number(parent), session: Number(session) }
}

/**
 * @param {string} memory
 * @param {string} field
 */
function kilobytes(memory, field) {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(memory)?.[1] ?? 0)
}

/**
 * A file of a process, empty when it has ended in the meantime.
 *
 * @param {string} file
 */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** @param {string} folder */
function listFolder(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
