import type { KyselyPlugin } from 'kysely'
import type { DatabaseConfig } from '../config/database-config.ts'
import { describeTarget, parseDatabaseUrl } from '../config/parse-database-url.ts'
import { CallerPlugin } from '../errors/caller-stack.ts'
import { DatabaseError } from '../errors/database-error.ts'
import { withReplicas } from '../replicas/with-replicas.ts'
import { Database } from './database.ts'
import type { DatabaseParts } from './database.ts'
import { toKyselyProps } from './to-kysely-props.ts'

/**
 * Connects to the database that the configuration names. The driver is loaded when it is needed and not
 * before. A server is first spoken to by the first query: one that is down does not stop the boot, its
 * queries fail with E_DATABASE_UNREACHABLE until it is up. The embedded database is opened at once.
 *
 * ```ts
 * const db = await connectDatabase({ url: 'postgres://ada:secret@localhost/blog' })
 * await db.selectFrom('posts').selectAll().execute()
 * await db.close()
 * ```
 *
 * @throws DatabaseError E_DATABASE_URL_INVALID, E_DATABASE_OWNED
 */
export async function connectDatabase(config: DatabaseConfig = {}): Promise<Database> {
  const { url, replicas = [] } = config
  if (url) {
    const open = (server: string): Promise<DatabaseParts> => openServer(server, config)
    return new Database(await withReplicas(await open(url), config, open))
  }
  if (replicas.length === 0) return new Database(await openEmbedded(config))
  throw new DatabaseError(
    'E_DATABASE_URL_INVALID',
    'There are replicas of a database, and no DATABASE_URL of it.',
  )
}

async function openServer(url: string, config: DatabaseConfig): Promise<DatabaseParts> {
  const target = parseDatabaseUrl(url)
  const describe = (): string => describeTarget(target)
  const { watch, context } = config
  if (target.driver === 'postgres') {
    const { createPostgres } = await import('../drivers/postgres/create-postgres.ts')
    const { kysely, listener, copier } = createPostgres(target, config, pluginsOf(config))
    const close = (): Promise<void> => listener.close()
    return { driver: 'postgres', kysely, describe, listener, copier, watch, context, close }
  }
  const { createMysql } = await import('../drivers/mysql/create-mysql.ts')
  const kysely = createMysql(target, config, pluginsOf(config))
  return { driver: 'mysql', kysely, describe, watch, context }
}

async function openEmbedded(config: DatabaseConfig): Promise<DatabaseParts> {
  const { EmbeddedSource } = await import('../drivers/embedded/embedded-source.ts')
  const { EmbeddedDialect } = await import('../drivers/embedded/embedded-dialect.ts')
  const { EmbeddedListener } = await import('../drivers/embedded/embedded-listener.ts')
  const source = new EmbeddedSource(config)
  await source.open()
  return {
    driver: 'embedded',
    kysely: toKyselyProps(new EmbeddedDialect(source), pluginsOf(config)),
    describe: () => source.description,
    watch: config.watch,
    context: config.context,
    listener: new EmbeddedListener(source),
    dump: () => source.dump(),
    claim: (waitMs) => source.claim(waitMs),
    close: () => source.close(),
  }
}

function pluginsOf(config: DatabaseConfig): KyselyPlugin[] {
  return config.traceCallers ? [new CallerPlugin()] : []
}
