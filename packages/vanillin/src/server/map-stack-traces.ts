import { existsSync, readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { fileURLToPath } from 'node:url'

type Maps = Map<string, SourceMap | undefined>

/**
 * Names files and lines of the sources in stack traces, by the maps that lie beside the bundled files. A map is read with the first
 * stack that leads into its file: node's own `setSourceMapsEnabled` reads all of them before the app starts.
 */
export function mapStackTraces(): void {
  const maps: Maps = new Map()
  Error.prepareStackTrace = (error, frames) =>
    [describe(error), ...frames.map((frame) => `    at ${describeFrame(frame, maps)}`)].join('\n')
}

function describe(error: Error): string {
  try {
    return Error.prototype.toString.call(error)
  } catch {
    return 'Error'
  }
}

function describeFrame(frame: NodeJS.CallSite, maps: Maps): string {
  // oxlint-disable-next-line typescript/no-base-to-string -- V8's call sites write themselves as the line of a stack
  const text = String(frame)
  const file = frame.getFileName()
  const line = frame.getLineNumber()
  const column = frame.getColumnNumber()
  if (!file?.startsWith('file:') || line === null || column === null) return text
  const source = findSource(mapOf(file, maps), file, line, column)
  return source === undefined ? text : text.replace(`${file}:${line}:${column}`, () => source)
}

function findSource(
  map: SourceMap | undefined,
  file: string,
  line: number,
  column: number,
): string | undefined {
  const entry = map?.findEntry(line - 1, column - 1)
  if (entry === undefined || !('originalSource' in entry)) return undefined
  const { href } = new URL(entry.originalSource, file)
  const source = href.startsWith('file:') ? fileURLToPath(href) : href
  return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
}

function mapOf(file: string, maps: Maps): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(`${fileURLToPath(file)}.map`))
  return maps.get(file)
}

/** Undefined where there is none, or none that can be read: a stack without it is better than none. */
function readMap(file: string): SourceMap | undefined {
  if (!existsSync(file)) return undefined
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload)
  } catch {
    return undefined
  }
}
