import { execFileSync } from 'node:child_process'

/** Whom a server runs as that refuses to run as root: its own user, which its package brings. Nobody else where this is not root. */
export function serverUser(name: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}
