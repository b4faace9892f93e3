/**
 * Did the database give this transaction up in favour of another, so that it may be run again? SQLSTATE 40001, serialization failure,
 * and 40P01, deadlock, of PostgreSQL; ER_LOCK_DEADLOCK of MySQL, whose SQLSTATE is 40001 as well.
 */
export function isConflict(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, sqlState } = at as { code?: unknown; sqlState?: unknown }
    if (code === '40001' || code === '40P01' || sqlState === '40001') return true
  }
  return false
}
