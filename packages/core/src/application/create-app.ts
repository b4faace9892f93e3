import type { ConfigFiles } from '../config/app-config.ts'
import { Application } from './application.ts'
import type { BootItem } from './boot-list.ts'

/**
 * An app out of its config and its boot list, which is worked off top to bottom.
 *
 * @example
 * export default createApp({ app, database: databaseConfig }, [database(), new AuditPlugin(), routes])
 */
export function createApp(config: ConfigFiles, boot: readonly BootItem[]): Application {
  return new Application(config, boot)
}
