import { appFrames, distinctFrames, type AppFrame } from '../terminal/app-frames.ts'

/** A stack in the order of the terminal: the app's own frames first, those of the error and of its cause, then all others. */
export interface OrderedStack {
  readonly stack: string
  /** The files of the app that it leads through; none when the app is not in it. */
  readonly appFiles: ReadonlySet<string>
}

/** @param root the app's folder */
export function orderedStack(error: Error, root: string): OrderedStack {
  const cause = error.cause instanceof Error ? error.cause.stack : undefined
  const own = distinctFrames(appFrames([error.stack, cause].join('\n'), root))
  const lines = (error.stack ?? '').split('\n')
  const others = lines.filter((line) => /^\s+at /.test(line) && appFrames(line, root).length === 0)
  return {
    stack: [`${error.name}: ${error.message}`, ...own.map(toLine), ...others].join('\n'),
    appFiles: new Set(own.map(({ file }) => file)),
  }
}

/** As an engine writes it, with the whole path. */
function toLine({ file, line, column, text }: AppFrame): string {
  const name = /^at (.*) \(/.exec(text)?.[1]
  const place = `${file}:${line}:${column}`
  return `    at ${name === undefined ? place : `${name} (${place})`}`
}
