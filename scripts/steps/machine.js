import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import { root } from './root.js'

/**
 * @typedef {object} Machine
 * @property {string} processor
 * @property {number} processors that this process may use
 * @property {number} memoryMb
 * @property {string} system
 * @property {string} node
 * @property {string} commit with a `+` when the checkout has changes of its own
 * @property {string} date in UTC
 */

/**
 * What a reader must know about the machine before believing a figure from it. Names neither host nor user.
 *
 * @returns {Machine}
 */
export function describeMachine() {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    processors: availableParallelism(),
    memoryMb: Math.round(totalmem() / 1024 / 1024),
    system: `${type()} ${release()} ${process.arch}`,
    node: process.version,
    commit: commit(),
    date: new Date().toISOString(),
  }
}

/** @param {Machine} machine */
export function machineLine(machine) {
  const { processors, processor, memoryMb, system, node, commit: revision, date } = machine
  return `${processors} x ${processor}, ${memoryMb} MB, ${system}, Node ${node}, commit ${revision}, ${date}`
}

function commit() {
  try {
    const revision = git('rev-parse', '--short=10', 'HEAD')
    return git('status', '--porcelain') === '' ? revision : `${revision}+`
  } catch {
    return 'unknown'
  }
}

/** @param {string[]} args */
function git(...args) {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()
}
