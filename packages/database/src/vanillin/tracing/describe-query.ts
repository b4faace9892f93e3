import { AliasNode, TableNode } from 'kysely'
import type { CompiledQuery, OperationNode } from 'kysely'

/** What a query does, and with which table. */
export interface DescribedQuery {
  /** `SELECT`, `INSERT`, ... */
  readonly operation: string
  /** The first one that it names; undefined where that is not said by a builder. */
  readonly table: string | undefined
}

/** Told by the query as it was built; of raw SQL, the first word. */
export function describeQuery({ query, sql }: CompiledQuery): DescribedQuery {
  switch (query.kind) {
    case 'SelectQueryNode':
      return { operation: 'SELECT', table: tableOf(query.from?.froms[0]) }
    case 'InsertQueryNode':
      return { operation: query.replace ? 'REPLACE' : 'INSERT', table: tableOf(query.into) }
    case 'UpdateQueryNode':
      return { operation: 'UPDATE', table: tableOf(query.table) }
    case 'DeleteQueryNode':
      return { operation: 'DELETE', table: tableOf(query.from.froms[0]) }
    case 'MergeQueryNode':
      return { operation: 'MERGE', table: tableOf(query.into) }
    default:
      return { operation: /[a-z]+/i.exec(sql)?.[0].toUpperCase() ?? 'QUERY', table: undefined }
  }
}

function tableOf(node: OperationNode | undefined): string | undefined {
  if (node === undefined) return undefined
  if (AliasNode.is(node)) return tableOf(node.node)
  return TableNode.is(node) ? node.table.identifier.name : undefined
}
