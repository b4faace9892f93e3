/**
 * Calls back when a time is over; 0 is no limit. Answers what stops it.
 */
export function afterLimit(limitMs: number, callback: () => void): () => void {
  if (limitMs === 0) return () => {}
  const timer = setTimeout(callback, limitMs)
  return () => clearTimeout(timer)
}
