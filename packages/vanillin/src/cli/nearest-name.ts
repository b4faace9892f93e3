import { editDistance } from '@vanillin/core/terminal'

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
