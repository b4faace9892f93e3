import { readDotenv } from './dotenv.ts'
import { toDatabaseUrl } from './to-database-url.ts'

/**
 * The DATABASE_URL of a Laravel app, from the text of its `.env`.
 *
 * ```ts
 * readLaravelEnv('DB_CONNECTION=mysql\nDB_DATABASE=shop\nDB_USERNAME=ada') // 'mysql://ada@127.0.0.1/shop'
 * ```
 *
 * @throws DatabaseError E_PHP_SETTINGS_UNREADABLE
 */
export function readLaravelEnv(text: string): string {
  const env = readDotenv(text)
  const url = env.get('DB_URL') || env.get('DATABASE_URL')
  if (url && /^(mysql|mariadb|postgres|postgresql):\/\//.test(url)) return url
  return toDatabaseUrl({
    driver: env.get('DB_CONNECTION') ?? '',
    host: env.get('DB_HOST'),
    port: env.get('DB_PORT'),
    database: env.get('DB_DATABASE'),
    user: env.get('DB_USERNAME'),
    password: env.get('DB_PASSWORD'),
  })
}
