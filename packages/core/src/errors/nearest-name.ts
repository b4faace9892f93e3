import { editDistance } from './edit-distance.ts'

/** The name that differs least from `name`, if it differs in no more than two letters or a third of them. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  let nearest: string | undefined
  let least = (name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3))) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= least) continue
    const distance = editDistance(name, candidate)
    if (distance < least) {
      least = distance
      nearest = candidate
    }
  }
  return nearest
}

/** ` Did you mean "posts.show"?`, or nothing when no name is near. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const meant = nearestName(name, candidates)
  return meant === undefined ? '' : ` Did you mean "${meant}"?`
}
