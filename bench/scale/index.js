import { connections } from './connections.js'
import { newConnections } from './new-connections.js'
import { processCount } from './process-count.js'
import { routeCount } from './route-count.js'
import { rowCount } from './row-count.js'

/**
 * @typedef {object} ScaleCase how the cost of a request grows with one thing
 * @property {string} name
 * @property {string} title
 * @property {string} axis what grows
 * @property {number[]} steps
 * @property {readonly ('uws' | 'node')[]} [cores] both by default
 * @property {(step: number) => ScaleStep} at
 */

/**
 * @typedef {object} ScaleStep
 * @property {{ folder: string, env?: Record<string, string> }} app of bench/apps
 * @property {string} path
 * @property {number} [connections] 64 by default
 * @property {number} [processes] that serve on one port; 1 by default
 * @property {string[]} [load] further arguments of load/wrk.lua
 */

/** @type {ScaleCase[]} */
export const cases = [routeCount, rowCount, connections, newConnections, processCount]
