import type { KyselyPlugin } from 'kysely'
import type { DatabaseConfig } from '../config/database-config.ts'
import { describeTarget, parseDatabaseUrl } from '../config/parse-database-url.ts'
import { CallerPlugin } from '../errors/caller-stack.ts'
import { Database } from './database.ts'
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
  if (!config.url) return connectEmbedded(config)
  const target = parseDatabaseUrl(config.url)
  const describe = (): string => describeTarget(target)
  const plugins = pluginsOf(config)
  const { watch } = config
  if (target.driver === 'postgres') {
    const { createPostgres } = await import('../drivers/postgres/create-postgres.ts')
    const { kysely, listener, copier } = createPostgres(target, config, plugins)
    return new Database({
      driver: 'postgres',
      kysely,
      describe,
      listener,
      copier,
      watch,
      close: () => listener.close(),
    })
  }
  const { createMysqlDialect } = await import('../drivers/mysql/create-mysql-dialect.ts')
  return new Database({
    driver: 'mysql',
    kysely: toKyselyProps(createMysqlDialect(target, config), plugins),
    describe,
    watch,
  })
}

function pluginsOf(config: DatabaseConfig): KyselyPlugin[] {
  return config.traceCallers ? [new CallerPlugin()] : []
}

async function connectEmbedded(config: DatabaseConfig): Promise<Database> {
  const { EmbeddedSource } = await import('../drivers/embedded/embedded-source.ts')
  const { EmbeddedDialect } = await import('../drivers/embedded/embedded-dialect.ts')
  const source = new EmbeddedSource(config)
  await source.open()
  return new Database({
    driver: 'embedded',
    kysely: toKyselyProps(new EmbeddedDialect(source), pluginsOf(config)),
    describe: () => source.description,
    watch: config.watch,
    dump: () => source.dump(),
    claim: (waitMs) => source.claim(waitMs),
    close: () => source.close(),
  })
}
