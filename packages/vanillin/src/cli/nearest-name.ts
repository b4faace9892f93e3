/** The name most like `wanted`, or undefined when none is near enough to be what was meant. */
export function nearestName(wanted: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined
  let smallest = Math.max(2, Math.floor(wanted.length / 3)) + 1
  for (const name of names) {
    const distance = name.startsWith(wanted) ? 1 : editDistance(wanted, name)
    if (distance < smallest) {
      smallest = distance
      nearest = name
    }
  }
  return nearest
}

/** `Did you mean ...? ` with a space behind it, to stand in front of a help line; nothing when no name is near. */
export function didYouMean(wanted: string, names: readonly string[], prefix = ''): string {
  const nearest = nearestName(wanted, names)
  return nearest === undefined ? '' : `Did you mean \`${prefix}${nearest}\`? `
}

/** Letters to add, drop or replace to make `from` into `to` (Levenshtein). */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1))
    }
    previous = current
  }
  return previous[to.length]!
}
