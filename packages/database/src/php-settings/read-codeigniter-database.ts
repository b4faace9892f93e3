import { readDotenv } from './dotenv.ts'
import { readPhpTokens } from './php-tokens.ts'
import type { PhpToken } from './php-tokens.ts'
import { toDatabaseUrl, unreadable } from './to-database-url.ts'

type Group = Map<string, string>

/**
 * The DATABASE_URL of a CodeIgniter app, from the text of its `database.php` (2, 3) or `Database.php` (4). The
 * text of CodeIgniter 4's `.env`, when it is given, goes before the file.
 *
 * @throws DatabaseError E_PHP_SETTINGS_UNREADABLE
 */
export function readCodeIgniterDatabase(text: string, env = ''): string {
  const tokens = readPhpTokens(text)
  const overrides = readDotenv(env)
  const name = activeGroup(tokens, overrides)
  const group = readGroup(tokens, name)
  for (const [key, value] of overrides) {
    const setting = key.startsWith(`database.${name}.`) ? key.slice(`database.${name}.`.length) : ''
    if (setting !== '') group.set(setting.toLowerCase(), value)
  }
  if (group.size === 0) throw unreadable(`it has no connection group named ${name}`)
  return toUrl(group)
}

function toUrl(group: Group): string {
  const dsn = group.get('dsn') ?? ''
  if (/^(mysqli?|postgre|pgsql):/i.test(dsn) || group.get('dbdriver')?.toLowerCase() === 'pdo') {
    return toUrl(readDsn(dsn || group.get('hostname') || '', group))
  }
  return toDatabaseUrl({
    driver: group.get('dbdriver') ?? 'mysqli',
    host: group.get('hostname'),
    port: group.get('port'),
    database: group.get('database'),
    user: group.get('username'),
    password: group.get('password'),
  })
}

// mysql:host=localhost;port=3306;dbname=shop, or MySQLi://user:password@host:3306/shop
function readDsn(dsn: string, group: Group): Group {
  const [driver = '', rest = ''] = dsn.split(/:(.*)/s)
  const read = new Map(group)
  read.delete('dsn')
  read.set('dbdriver', driver)
  if (rest.startsWith('//')) {
    const url = URL.canParse(`mysql:${rest}`) ? new URL(`mysql:${rest}`) : null
    if (!url) throw unreadable('its DSN is not a URL')
    read.set('hostname', url.hostname)
    read.set('port', url.port)
    read.set('database', decodeURIComponent(url.pathname.slice(1)))
    if (url.username) read.set('username', decodeURIComponent(url.username))
    if (url.password) read.set('password', decodeURIComponent(url.password))
    return read
  }
  const names: Record<string, string> = { host: 'hostname', dbname: 'database', user: 'username' }
  for (const part of rest.split(';')) {
    const [key = '', value = ''] = part.split('=')
    read.set(names[key.trim()] ?? key.trim(), value.trim())
  }
  return read
}

// $active_group = 'default';  or  public string $defaultGroup = 'default';
function activeGroup(tokens: readonly PhpToken[], env: ReadonlyMap<string, string>): string {
  for (const [index, token] of tokens.entries()) {
    const value = tokens[index + 2]
    const isGroup =
      token.kind === 'variable' && (token.value === 'active_group' || token.value === 'defaultGroup')
    if (isGroup && value?.kind === 'string') return env.get('database.defaultGroup') ?? value.value
  }
  return env.get('database.defaultGroup') ?? 'default'
}

// $db['default'] = array(...);  $db['default']['hostname'] = '...';  public array $default = [...];
function readGroup(tokens: readonly PhpToken[], name: string): Group {
  const group: Group = new Map()
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'variable') continue
    const next = (offset: number): string => tokens[index + offset]?.value ?? ''
    const isOurs = token.value === 'db' && next(1) === '[' && next(2) === name && next(3) === ']'
    if (token.value === name && next(1) === '=') readArray(tokens, index + 2, group)
    else if (isOurs && next(4) === '=') readArray(tokens, index + 5, group)
    else if (isOurs && next(4) === '[' && next(7) === '=') setValue(group, next(5), tokens, index + 8)
  }
  return group
}

// Only what stands at the top of the array: 'encrypt' and 'failover' have arrays, and hosts, of their own.
function readArray(tokens: readonly PhpToken[], from: number, group: Group): void {
  let depth = 0
  for (let index = from; index < tokens.length; index += 1) {
    const token = tokens[index]
    if (token?.kind === 'sign' && /[[(]/.test(token.value)) depth += 1
    if (token?.kind === 'sign' && /[\])]/.test(token.value)) depth -= 1
    if (depth === 0 && token?.kind === 'sign') return
    if (depth === 1 && token?.kind === 'string' && tokens[index + 1]?.value === '=>') {
      setValue(group, token.value, tokens, index + 2)
    }
  }
}

const needed = new Set(['dsn', 'hostname', 'port', 'username', 'password', 'database', 'dbdriver'])

function setValue(group: Group, key: string, tokens: readonly PhpToken[], at: number): void {
  const name = key.toLowerCase()
  if (!needed.has(name)) return
  const value = tokens[at]
  const after = tokens[at + 1]?.value ?? ';'
  const isPlain = /^[,;\])]$/.test(after)
  if (isPlain && value && (value.kind === 'string' || /^\d+$/.test(value.value))) {
    group.set(name, value.value)
    return
  }
  if (isPlain && /^null$/i.test(value?.value ?? '')) return
  throw unreadable(`${key} is computed by PHP and not written as a value`)
}
