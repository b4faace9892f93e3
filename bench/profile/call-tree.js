import { originOf } from './origin.js'

/**
 * @typedef {object} Call a function, called in one way
 * @property {string} name
 * @property {string} part
 * @property {string} place
 * @property {number} us with all that it calls
 * @property {Call[]} children the dearest first
 */

/**
 * The samples of a profile as one tree, without the time in which nothing was to do, and how much of the time each part took by itself.
 *
 * @param {import('node:inspector').Profiler.Profile} profile
 * @returns {{ tree: Call, parts: Map<string, number> }}
 */
export function toCallTree({ nodes, samples = [], timeDeltas = [] }) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  /** @type {Map<number, number>} */
  const own = new Map()
  samples.forEach((id, index) => own.set(id, (own.get(id) ?? 0) + (timeDeltas[index] ?? 0)))
  /** @type {Map<string, number>} */
  const parts = new Map()

  /**
   * @param {import('node:inspector').Profiler.ProfileNode} node
   * @returns {Call}
   */
  function toCall({ id, callFrame, children = [] }) {
    const { part, place } = originOf(callFrame)
    const ownUs = callFrame.functionName === '(idle)' ? 0 : (own.get(id) ?? 0)
    if (ownUs > 0) parts.set(part, (parts.get(part) ?? 0) + ownUs)
    const calls = children.flatMap((child) => {
      const found = byId.get(child)
      return found && !isRecorder(found) ? [toCall(found)] : []
    })
    const us = calls.reduce((sum, call) => sum + call.us, ownUs)
    return {
      name: callFrame.functionName || '(anonymous)',
      part,
      place,
      us,
      children: merged(calls).toSorted((a, b) => b.us - a.us),
    }
  }

  const [first] = nodes
  if (first === undefined) throw new Error('The profile is empty.')
  const tree = toCall(first)
  return { tree, parts: new Map([...parts].toSorted(([, a], [, b]) => b - a)) }
}

/**
 * The same function is there twice when it was compiled anew.
 *
 * @param {Call[]} calls
 */
function merged(calls) {
  /** @type {Map<string, Call>} */
  const byKey = new Map()
  for (const call of calls) {
    const key = `${call.name} ${call.place}`
    const same = byKey.get(key)
    if (same) {
      same.us += call.us
      same.children = merged([...same.children, ...call.children])
    } else if (call.us > 0) byKey.set(key, call)
  }
  return [...byKey.values()]
}

/** @param {import('node:inspector').Profiler.ProfileNode} node */
function isRecorder({ callFrame }) {
  return callFrame.url.endsWith('/bench/profile/recorder.js')
}
