/**
 * One cycle of a directed graph, as the names on its way with the first repeated at the end, or nothing.
 *
 * @param {ReadonlyMap<string, ReadonlySet<string>>} edges
 * @returns {string[] | undefined}
 */
export function findCycle(edges) {
  /** @type {Set<string>} */
  const done = new Set()
  /** @type {string[]} */
  const path = []

  /**
   * @param {string} name
   * @returns {string[] | undefined}
   */
  const walk = (name) => {
    if (done.has(name)) return undefined
    const start = path.indexOf(name)
    if (start >= 0) return [...path.slice(start), name]
    path.push(name)
    for (const next of edges.get(name) ?? []) {
      const cycle = walk(next)
      if (cycle) return cycle
    }
    path.pop()
    done.add(name)
    return undefined
  }

  for (const name of edges.keys()) {
    const cycle = walk(name)
    if (cycle) return cycle
  }
  return undefined
}
