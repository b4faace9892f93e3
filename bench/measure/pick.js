/**
 * What was asked for by name, in the order of all; all of it when nothing was.
 *
 * @template {{ name: string }} T
 * @param {string} kind for the message
 * @param {readonly T[]} all
 * @param {readonly string[]} wanted
 * @returns {T[]}
 */
export function pick(kind, all, wanted) {
  const known = all.map(({ name }) => name)
  const unknown = wanted.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`No ${kind} ${unknown.join(', ')}; there are ${known.join(', ')}.`)
  return all.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
}
