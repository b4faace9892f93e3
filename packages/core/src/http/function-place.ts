import { Session } from 'node:inspector'
import { findSourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Line and column count from 1. */
export interface FunctionPlace {
  /** Absolute. */
  readonly file: string
  readonly line: number
  readonly column: number
}

interface ScriptPlace {
  readonly scriptId: string
  readonly lineNumber: number
  readonly columnNumber: number
}

const HANDLE = Symbol.for('vanillin.function-place')

/**
 * Where a function is written, by the engine's own knowledge and the source map of its module; undefined where neither tells.
 * Asking takes some 50 ms: it is for errors in development.
 */
export function functionPlace(run: (...values: never[]) => unknown): FunctionPlace | undefined {
  const session = new Session()
  session.connect()
  try {
    const place = scriptPlace(session, run)
    return place && toSource(urlOf(session, place.scriptId), place)
  } finally {
    session.disconnect()
  }
}

function scriptPlace(session: Session, run: unknown): ScriptPlace | undefined {
  const global = globalThis as { [HANDLE]?: unknown }
  global[HANDLE] = run
  let place: ScriptPlace | undefined
  const expression = `globalThis[Symbol.for(${JSON.stringify(HANDLE.description)})]`
  // A session of the same thread calls back before `post` returns.
  session.post('Runtime.evaluate', { expression }, (_failure, evaluated) => {
    const { objectId } = evaluated?.result ?? {}
    if (objectId === undefined) return
    session.post('Runtime.getProperties', { objectId, ownProperties: false }, (_refusal, properties) => {
      const found = properties?.internalProperties?.find(({ name }) => name === '[[FunctionLocation]]')
      place = found?.value?.value as ScriptPlace | undefined
    })
  })
  delete global[HANDLE]
  return place
}

function urlOf(session: Session, scriptId: string): string | undefined {
  let url: string | undefined
  session.on('Debugger.scriptParsed', ({ params }) => {
    if (params.scriptId === scriptId) url = params.url
  })
  session.post('Debugger.enable')
  return url
}

function toSource(
  url: string | undefined,
  { lineNumber, columnNumber }: ScriptPlace,
): FunctionPlace | undefined {
  if (url === undefined || url === '') return undefined
  const file = url.startsWith('file://') ? fileURLToPath(url) : url
  const map = findSourceMap(url) ?? findSourceMap(file)
  if (map === undefined) return { file, line: lineNumber + 1, column: columnNumber + 1 }
  const entry = map.findEntry(lineNumber, columnNumber)
  if (!('originalSource' in entry) || entry.originalSource === undefined) return undefined
  const { originalSource, originalLine, originalColumn } = entry
  const source = originalSource.startsWith('file://') ? fileURLToPath(originalSource) : originalSource
  return { file: source, line: originalLine + 1, column: originalColumn + 1 }
}
