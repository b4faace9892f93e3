/**
 * The name of the function that a stack's first frame is in, or of its file when that is at the top of a module:
 * `requireHeader` for what a factory makes, `no-store` for a constant of no-store.ts.
 */
export function callerName(stack: string | undefined): string | undefined {
  const frame = stack?.split('\n').find((line) => /^\s+at /.test(line))
  if (frame === undefined) return undefined
  const call = /^\s+at (\S+) (?:\[as \S+\] )?\(/.exec(frame)?.[1]
  const name = call?.split('.').at(-1)
  if (name !== undefined && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !PLACEHOLDERS.has(name))
    return name
  return /([^/\\]+?)\.[cm]?[jt]sx?(?:\?[^:]*)?:\d+:\d+\)?$/.exec(frame)?.[1]
}

/** What engines and bundlers call code that has no name. */
const PLACEHOLDERS = new Set(['anonymous', 'eval', 'default'])
