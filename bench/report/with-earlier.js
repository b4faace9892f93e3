/** @typedef {import('./page.js').Result} Result */

/**
 * A run of some routes takes the place of these alone. The others stay as an earlier run of them left them, with its machine: figures of
 * one route are of one run, those of two routes need not be.
 *
 * @param {Result} result
 * @param {Result | undefined} before
 * @returns {Result}
 */
export function withEarlier(result, before) {
  if (before === undefined) return result
  const measured = new Set(result.rows.map(({ route }) => route))
  const rows = before.rows.filter(({ route }) => !measured.has(route))
  const left = [...new Set(rows.map(({ route }) => route))]
  const earlier = (before.earlier ?? [])
    .map(({ machine, routes }) => ({ machine, routes: routes.filter((route) => left.includes(route)) }))
    .filter(({ routes }) => routes.length > 0)
  const older = new Set(earlier.flatMap(({ routes }) => routes))
  const routes = left.filter((route) => !older.has(route))
  if (routes.length > 0) earlier.unshift({ machine: before.machine, routes })
  const here = new Set(result.servers.map(({ name }) => name))
  const others = before.servers.filter(({ name }) => !here.has(name))
  return {
    ...result,
    servers: [...result.servers, ...others],
    missing: result.missing.filter(({ name }) => !others.some((server) => server.name === name)),
    rows: [...result.rows, ...rows],
    ...(earlier.length > 0 && { earlier }),
  }
}
