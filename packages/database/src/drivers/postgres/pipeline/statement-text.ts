const locking =
  /\bfor (?:no key )?(?:update|share)\b|\bfor key share\b|\b(?:insert into|update|delete from|merge into|lock table)\b|\bpg_(?:try_)?advisory_/i

/**
 * Whether a statement may wait for a lock that a transaction holds: every write, `for update`, a write inside of a `with`. Read
 * off its text, so that subqueries and fragments of raw SQL count too; a word too many costs such a query some speed and no more.
 */
export function mayWaitForLock(sql: string): boolean {
  return locking.test(sql)
}

/** The text without the numbers and the lengths of its lists: `in ($1, $2)` and `in ($1, $2, $3)` have one shape. */
export function toShape(sql: string): string {
  return sql.replace(/\$\d+/g, '$').replace(/\(\$(?:, \$)*\)(?:, \(\$(?:, \$)*\))*/g, '(...)')
}
