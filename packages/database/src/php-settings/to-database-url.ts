import { DatabaseError } from '../errors/database-error.ts'

/** What a PHP app knows of its database. */
export interface PhpSettings {
  driver: string
  host?: string | undefined
  port?: string | undefined
  database?: string | undefined
  user?: string | undefined
  password?: string | undefined
}

const drivers: Record<string, string> = {
  mysql: 'mysql',
  mysqli: 'mysql',
  mariadb: 'mysql',
  pgsql: 'postgres',
  postgre: 'postgres',
  postgres: 'postgres',
  postgresql: 'postgres',
}

/** @throws DatabaseError E_PHP_SETTINGS_UNREADABLE */
export function toDatabaseUrl(settings: PhpSettings): string {
  const driver = drivers[settings.driver.toLowerCase()]
  if (!driver)
    throw unreadable(
      `its driver is ${settings.driver || 'not set'}, and only MySQL, MariaDB and PostgreSQL are supported`,
    )
  if (!settings.database) throw unreadable('the name of its database is not set')
  const user = encodeURIComponent(settings.user ?? '')
  const login = settings.password ? `${user}:${encodeURIComponent(settings.password)}` : user
  const host = settings.host || '127.0.0.1'
  const address = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  const port = settings.port ? `:${settings.port}` : ''
  return `${driver}://${login === '' ? '' : `${login}@`}${address}${port}/${encodeURIComponent(settings.database)}`
}

export function unreadable(reason: string): DatabaseError {
  return new DatabaseError(
    'E_PHP_SETTINGS_UNREADABLE',
    `The PHP app's database settings cannot be used: ${reason}.`,
  )
}
