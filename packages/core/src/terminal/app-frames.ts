import { isAbsolute, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A place in the app's own code that a stack leads through. Line and column count from 1. */
export interface AppFrame {
  /** Absolute. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** As a stack has it, with the file named from the app's folder: `at PostsController.show (app/controllers/posts.ts:9:5)`. */
  readonly text: string
}

const FRAME = /^\s+at (?:async )?(?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/

/** The frames of a stack that lie in the app's own code; those of the framework, of packages and of Node are left out. */
export function appFrames(stack: string | undefined, root: string): AppFrame[] {
  return (stack ?? '').split('\n').flatMap((text) => {
    const [, name, location = '', line, column] = FRAME.exec(text) ?? []
    const file = toPath(location)
    if (file === undefined) return []
    const near = fromFolder(root, file)
    if (near === undefined || near.includes('node_modules/')) return []
    const place = `${near}:${line}:${column}`
    // Code outside of any function: the module runner evaluates it.
    const isTopLevel = name === undefined || name === 'eval'
    return [
      {
        file,
        line: Number(line),
        column: Number(column),
        text: `at ${isTopLevel ? place : `${name} (${place})`}`,
      },
    ]
  })
}

/** The frames without those at a line that an earlier one has: a cause came the same way, and a line that called may be the one that awaits. */
export function distinctFrames(frames: readonly AppFrame[]): AppFrame[] {
  const byLine = new Map<string, AppFrame>()
  for (const frame of frames) {
    const key = `${frame.file}:${frame.line}`
    if (!byLine.has(key)) byLine.set(key, frame)
  }
  return [...byLine.values()]
}

/** `file` from the app's folder, with slashes; undefined for what lies elsewhere. */
export function fromFolder(root: string, file: string): string | undefined {
  const near = relative(root, file).split(sep).join('/')
  return near === '' || near.startsWith('../') || isAbsolute(near) ? undefined : near
}

function toPath(location: string): string | undefined {
  const path = location.startsWith('file://') ? fileURLToPath(location) : location
  return isAbsolute(path) ? path.replace(/\?.*$/, '') : undefined
}
