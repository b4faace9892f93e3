import { DatabaseError } from '../errors/database-error.ts'

/** A server database, read from its URL. */
export interface DatabaseTarget {
  driver: 'postgres' | 'mysql'
  host: string
  port: number
  user: string
  password: string
  database: string
  /** What stands behind the `?`, for example `sslmode`. */
  options: Record<string, string>
}

const drivers: Record<string, { driver: DatabaseTarget['driver']; port: number }> = {
  'postgres:': { driver: 'postgres', port: 5432 },
  'postgresql:': { driver: 'postgres', port: 5432 },
  'mysql:': { driver: 'mysql', port: 3306 },
  'mariadb:': { driver: 'mysql', port: 3306 },
}

/**
 * Reads a DATABASE_URL. No error of it ever repeats the URL, which holds a password.
 *
 * ```ts
 * parseDatabaseUrl('postgres://ada:secret@db.example:5432/blog').database // 'blog'
 * ```
 *
 * @throws DatabaseError E_DATABASE_URL_INVALID
 */
export function parseDatabaseUrl(text: string): DatabaseTarget {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw invalid('it is not a URL (a password with @ : / # ? in it must be percent-encoded)')
  }
  const known = drivers[url.protocol]
  if (!known) throw invalid(`it begins with ${url.protocol}//`)
  const database = decode(url.pathname.slice(1), 'database name')
  if (!database || database.includes('/')) throw invalid('the name of the database is missing after the host')
  if (!url.hostname && !url.searchParams.has('host')) throw invalid('the host is missing')
  return {
    driver: known.driver,
    host: url.searchParams.get('host') ?? url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? known.port : Number(url.port),
    user: decode(url.username, 'user') || (known.driver === 'postgres' ? 'postgres' : 'root'),
    password: decode(url.password, 'password'),
    database,
    options: Object.fromEntries(url.searchParams),
  }
}

/** Names a database for people, without its password: `PostgreSQL at db.example:5432, database blog`. */
export function describeTarget(target: DatabaseTarget): string {
  const product = target.driver === 'postgres' ? 'PostgreSQL' : 'MySQL'
  return `${product} at ${target.host}:${target.port}, database ${target.database}`
}

function decode(part: string, what: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw invalid(`its ${what} has a % that is not an encoding (write %25)`)
  }
}

function invalid(reason: string): DatabaseError {
  return new DatabaseError(
    'E_DATABASE_URL_INVALID',
    `DATABASE_URL cannot be used: ${reason}. Expected postgres://user:password@host:5432/name or mysql://user:password@host:3306/name.`,
  )
}
