/** The first line of a stack that lies in `database/migrations`, as `file:line:column` from the app's folder. */
export function failingLine(...stacks: (string | undefined)[]): string | null {
  for (const stack of stacks) {
    const found = /database[\\/]migrations[\\/][^\\/():]+:\d+:\d+/.exec(stack ?? '')
    if (found) return found[0]
  }
  return null
}
