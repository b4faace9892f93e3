import { DefaultConnectionProvider, DefaultQueryExecutor } from 'kysely'
import type { Dialect, KyselyPlugin, KyselyProps } from 'kysely'
import { OnceDriver } from '../drivers/once-driver.ts'

/** What Kysely makes of a dialect, with its executor within reach. */
export function toKyselyProps(dialect: Dialect, plugins: readonly KyselyPlugin[]): KyselyProps {
  const driver = new OnceDriver(dialect.createDriver())
  const executor = new DefaultQueryExecutor(
    dialect.createQueryCompiler(),
    dialect.createAdapter(),
    new DefaultConnectionProvider(driver),
    [...plugins],
  )
  return { config: { dialect }, dialect, driver, executor }
}
