import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from '../../scripts/steps/root.js'

/**
 * @typedef {object} Origin where a function of a bundle was written
 * @property {string} part the package, `the app`, `node` or what V8 does besides
 * @property {string} place file and line for people, or ''
 */

/** @type {Map<string, SourceMap | null>} */
const maps = new Map()

/**
 * @param {import('node:inspector').Runtime.CallFrame} frame
 * @returns {Origin}
 */
export function originOf({ functionName, url, lineNumber, columnNumber }) {
  if (functionName === '(garbage collector)') return { part: 'garbage collector', place: '' }
  if (functionName === '(program)') return { part: 'outside of JavaScript', place: '' }
  if (url.startsWith('node:')) return { part: 'node', place: url }
  if (!url.startsWith('file:')) return { part: 'native functions', place: '' }
  const file = fileURLToPath(url)
  const entry = mapOf(file)?.findEntry(lineNumber, columnNumber)
  const written = entry && 'originalSource' in entry ? join(dirname(file), entry.originalSource) : file
  const line = entry && 'originalLine' in entry ? entry.originalLine : lineNumber
  const path = written.replace(root, '')
  return { part: partOf(path), place: `${path.replace(/^.*node_modules\//, '')}:${line + 1}` }
}

/** @param {string} path */
function partOf(path) {
  const installed = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]
  if (installed !== undefined) return installed
  const own = /^packages\/([^/]+)\//.exec(path)?.[1]
  return own === undefined ? 'the app' : own === 'vanillin' ? 'vanillin' : `@vanillin/${own}`
}

/** @param {string} file */
function mapOf(file) {
  const known = maps.get(file)
  if (known !== undefined) return known
  let map = null
  try {
    map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')))
  } catch {
    // a file that was not bundled has none
  }
  maps.set(file, map)
  return map
}
