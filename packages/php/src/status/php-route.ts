import type { Script } from '../handover/script.ts'

const MAX_SEGMENTS = 8
const MAX_SEGMENT_LENGTH = 32

/** Numbers, ids in hexadecimal, dates and slugs; what is encoded or longer than a name is. */
const VALUE = /^\d+$|^[0-9a-f]{8,}$|^[0-9a-f-]{32,}$|%|\d.*-|-.*\d|-.*-.*-/i

/**
 * The route of the PHP app that a path stands for, as far as that can be told from outside: the script that was asked for, or the path
 * with what looks like a value taken out. The number of routes cannot be bounded here, their length is.
 *
 * @param known paths of the app, as `/news/:slug`
 */
export function phpRouteOf(path: string, script: Script | undefined, known: readonly string[]): string {
  const named = known.find((pattern) => matchesPath(pattern, path))
  if (named !== undefined) return named
  if (script !== undefined && (path === script.name || path.startsWith(`${script.name}/`)))
    return script.name + normalised(path.slice(script.name.length))
  return normalised(path) || '/'
}

function normalised(path: string): string {
  const segments = path.split('/').slice(1)
  const shown = segments
    .slice(0, MAX_SEGMENTS)
    .map((segment) => (segment.length > MAX_SEGMENT_LENGTH || VALUE.test(segment) ? ':value' : segment))
  if (segments.length > MAX_SEGMENTS) shown.push('*')
  return shown.map((segment) => `/${segment}`).join('')
}

/** Whether a path is one of `/news/:slug` or `/archive/*`. */
export function matchesPath(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.at(-1) !== '*' && wanted.length !== given.length) return false
  return wanted.every(
    (segment, index) =>
      segment === '*' || (segment.startsWith(':') ? (given[index] ?? '') !== '' : segment === given[index]),
  )
}
