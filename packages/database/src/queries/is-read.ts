import type { CompiledQuery } from 'kysely'

/**
 * What a `select` may have in it that locks, writes, or asks for what was written on the same connection: read off its text, so that
 * subqueries, `with` and fragments of raw SQL count too.
 */
const writing =
  /\b(?:for (?:no key )?update|for (?:key )?share|lock in share mode|insert into|update|delete from|merge into|into (?:out|dump)file)\b|\b(?:nextval|setval|currval|lastval|last_insert_id|set_config|pg_notify|pg_(?:try_)?advisory_\w+|get_lock|release_lock|dblink\w*|lo_\w+)\s*\(/i

/**
 * Whether a query of a builder only reads. A word too many takes it for a write, which costs such a query some speed and no more; what a
 * function of the database does cannot be seen from outside.
 */
export function isRead({ query, sql }: CompiledQuery): boolean {
  return query.kind === 'SelectQueryNode' && !writing.test(sql)
}
