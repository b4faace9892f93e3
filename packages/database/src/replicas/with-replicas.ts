import { CompiledQuery } from 'kysely'
import type { DatabaseConfig } from '../config/database-config.ts'
import type { DatabaseParts } from '../connection/database.ts'
import { DatabaseError } from '../errors/database-error.ts'
import { ReplicaExecutor } from './replica-executor.ts'
import type { Replica } from './replica-executor.ts'
import { ReplicaHealth } from './replica-health.ts'

/**
 * A database that is read from its replicas, where there are some.
 * @param open opens one of them
 * @throws DatabaseError E_DATABASE_URL_INVALID for one of another kind
 */
export async function withReplicas(
  primary: DatabaseParts,
  { replicas: urls = [], onReplicaChange, context }: DatabaseConfig,
  open: (url: string) => Promise<DatabaseParts>,
): Promise<DatabaseParts> {
  if (urls.length === 0) return primary
  const opened = await Promise.all(urls.map(open))
  const stranger = opened.find(({ driver }) => driver !== primary.driver)
  if (stranger)
    throw new DatabaseError(
      'E_DATABASE_URL_INVALID',
      `${stranger.describe()} cannot be a replica of ${primary.describe()}.`,
    )
  const replicas = opened.map(({ kysely: { executor }, describe }): Replica => {
    const ask = (): Promise<unknown> => executor.executeQuery(CompiledQuery.raw('select 1'))
    const onChange = (error: Error | null): void => onReplicaChange?.(describe(), error)
    return { executor, health: new ReplicaHealth({ ask, onChange }) }
  })
  const count = replicas.length === 1 ? 'a replica' : `${replicas.length} replicas`
  return {
    ...primary,
    kysely: { ...primary.kysely, executor: new ReplicaExecutor(primary.kysely.executor, replicas, context) },
    primary: primary.kysely.executor,
    describe: () => `${primary.describe()}, read from ${count}`,
    close: async () => {
      await primary.close?.()
      await Promise.all(
        opened.map(async ({ kysely, close }) => {
          await kysely.driver.destroy()
          await close?.()
        }),
      )
    },
  }
}
