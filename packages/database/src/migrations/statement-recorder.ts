import { TableNode } from 'kysely'
import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely'

const words: Record<string, string> = {
  CreateTableNode: 'create table',
  AlterTableNode: 'alter table',
  DropTableNode: 'drop table',
  CreateIndexNode: 'create index',
  DropIndexNode: 'drop index',
  CreateViewNode: 'create view',
  DropViewNode: 'drop view',
  InsertQueryNode: 'insert',
  UpdateQueryNode: 'update',
  DeleteQueryNode: 'delete',
  SelectQueryNode: 'select',
  RawNode: 'raw SQL',
}

/** Counts the statements of a migration, so that a failure can say which one it was. */
export class StatementRecorder implements KyselyPlugin {
  #count = 0
  #finished = 0
  #last = ''
  #lastCall = ''

  /** How many statements were begun. */
  get count(): number {
    return this.#count
  }

  /** How many of them the database has carried out. */
  get finished(): number {
    return this.#finished
  }

  /** What the last statement does, with the table where there is one: `create table posts`. */
  get last(): string {
    return this.#last
  }

  /** The stack of the code that began the last statement; the error of a statement has only the socket's. */
  get lastCall(): string {
    return this.#lastCall
  }

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    this.#count += 1
    this.#last = `${words[node.kind] ?? node.kind}${tableOf(node)}`
    this.#lastCall = new Error('called').stack ?? ''
    return node
  }

  transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    this.#finished += 1
    return Promise.resolve(result)
  }
}

function tableOf(node: RootOperationNode): string {
  const table = 'table' in node ? node.table : 'into' in node ? node.into : undefined
  return table && TableNode.is(table) ? ` ${table.table.identifier.name}` : ''
}
