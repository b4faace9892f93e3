/**
 * All rows and the one that each request adds, sorted by message.
 *
 * @param {import('./worlds.js').Store} store
 */
export async function sortedFortunes(store) {
  const stored = await store.fortunes()
  const added = { id: 0, message: 'Additional fortune added at request time.' }
  return [...stored, added].toSorted((left, right) => (left.message < right.message ? -1 : 1))
}
