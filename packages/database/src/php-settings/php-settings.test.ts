import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parseDatabaseUrl } from '@vanillin/database'
import { readCodeIgniterDatabase, readLaravelEnv, readPhpSettings } from '@vanillin/database/php-settings'

describe("Laravel's .env", () => {
  const laravel = `APP_NAME="My Shop"
APP_ENV=local
APP_KEY=base64:c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0
APP_URL=http://localhost

LOG_CHANNEL=stack

DB_CONNECTION=mysql
DB_HOST=db.internal
DB_PORT=3307
DB_DATABASE=shop
DB_USERNAME=shop_user
DB_PASSWORD="p@ss #1/ü\\"x\\$"
# DB_PASSWORD=old

REDIS_HOST=127.0.0.1
MAIL_FROM_NAME="\${APP_NAME}"
`

  test('becomes a URL that keeps every character of the password', () => {
    expect(parseDatabaseUrl(readLaravelEnv(laravel))).toMatchObject({
      driver: 'mysql',
      host: 'db.internal',
      port: 3307,
      database: 'shop',
      user: 'shop_user',
      password: 'p@ss #1/ü"x$',
    })
  })

  test('pgsql, Windows line ends, no password, references', () => {
    const text =
      'NAME=blog\r\nDB_CONNECTION=pgsql\r\nDB_HOST=127.0.0.1 # here\r\nDB_DATABASE=${NAME}_prod\r\nDB_USERNAME=forge\r\nDB_PASSWORD=\r\n'
    expect(readLaravelEnv(text)).toBe('postgres://forge@127.0.0.1/blog_prod')
  })

  test('DB_URL goes before the parts', () => {
    expect(readLaravelEnv('DB_CONNECTION=mysql\nDB_URL=mysql://a:b@c/d\nDB_DATABASE=x')).toBe(
      'mysql://a:b@c/d',
    )
  })

  test('a database that we do not speak is named', () => {
    expect(() => readLaravelEnv('DB_CONNECTION=sqlite\nDB_DATABASE=x')).toThrow(/sqlite/)
    expect(() => readLaravelEnv('DB_CONNECTION=mysql')).toThrow(/name of its database/)
  })
})

describe('CodeIgniter', () => {
  const codeIgniter3 = `<?php
defined('BASEPATH') OR exit('No direct script access allowed');
/*
| ['hostname'] The hostname of your database server.
|	$db['default'] = array('hostname' => 'comment');
*/
$active_group = 'default';
$query_builder = TRUE;

$db['default'] = array(
	'dsn'	=> '',
	'hostname' => 'localhost',
	'username' => 'ci_user',
	'password' => 'it\\'s // #secret',
	'database' => 'ci_app', // the live one
	'dbdriver' => 'mysqli',
	'dbprefix' => '',
	'pconnect' => FALSE,
	'db_debug' => (ENVIRONMENT !== 'production'),
	'char_set' => 'utf8',
	'failover' => array(array('hostname' => 'other', 'database' => 'wrong')),
	'save_queries' => TRUE
);
$db['reports'] = array('hostname' => 'reports.internal', 'database' => 'reports', 'dbdriver' => 'postgre', 'username' => 'r', 'password' => '', 'port' => 5433);
`

  test('3: the active group of database.php', () => {
    expect(parseDatabaseUrl(readCodeIgniterDatabase(codeIgniter3))).toMatchObject({
      driver: 'mysql',
      host: 'localhost',
      port: 3306,
      database: 'ci_app',
      user: 'ci_user',
      password: "it's // #secret",
    })
    const reports = codeIgniter3.replace("$active_group = 'default'", "$active_group = 'reports'")
    expect(readCodeIgniterDatabase(reports)).toBe('postgres://r@reports.internal:5433/reports')
  })

  test('2: one line for each setting', () => {
    const text = `<?php
$active_group = "default";
$db['default']['hostname'] = 'localhost';
$db['default']['username'] = 'root';
$db['default']['password'] = '';
$db['default']['database'] = "old_app";
$db['default']['dbdriver'] = 'mysql';
`
    expect(readCodeIgniterDatabase(text)).toBe('mysql://root@localhost/old_app')
  })

  test('3 with PDO', () => {
    const text = `<?php $db['default'] = ['dsn' => 'mysql:host=10.0.0.5;port=3308;dbname=shop;charset=utf8', 'username' => 'u', 'password' => 'p', 'dbdriver' => 'pdo'];`
    expect(readCodeIgniterDatabase(text)).toBe('mysql://u:p@10.0.0.5:3308/shop')
  })

  const codeIgniter4 = `<?php

namespace Config;

use CodeIgniter\\Database\\Config;

class Database extends Config
{
    public string $filesPath = APPPATH . 'Database' . DIRECTORY_SEPARATOR;
    public string $defaultGroup = 'default';

    /** @var array<string, mixed> */
    public array $default = [
        'DSN'          => '',
        'hostname'     => 'localhost',
        'username'     => '',
        'password'     => '',
        'database'     => '',
        'DBDriver'     => 'MySQLi',
        'DBPrefix'     => '',
        'encrypt'      => false,
        'failover'     => [],
        'port'         => 3306,
        'dateFormat'   => ['date' => 'Y-m-d'],
    ];

    public array $tests = ['hostname' => '127.0.0.1', 'database' => ':memory:', 'DBDriver' => 'SQLite3'];
}
`

  test('4: Database.php, and .env before it', () => {
    const env = `CI_ENVIRONMENT = production
# database.default.hostname = wrong
database.default.hostname = db.example
database.default.database = ci4
database.default.username = root
database.default.password = 'se cret'
database.default.DBDriver = Postgre
database.default.port = 5432
`
    expect(readCodeIgniterDatabase(codeIgniter4, env)).toBe('postgres://root:se%20cret@db.example:5432/ci4')
    expect(() => readCodeIgniterDatabase(codeIgniter4)).toThrow(/name of its database/)
  })

  test('what PHP computes is named, not guessed', () => {
    const text = `<?php $db['default'] = array('hostname' => getenv('DB_HOST'), 'database' => 'x', 'dbdriver' => 'mysqli');`
    expect(() => readCodeIgniterDatabase(text)).toThrow(/hostname is computed/)
  })

  test('a file without the group is refused', () => {
    expect(() => readCodeIgniterDatabase('<?php // nothing here')).toThrow(
      /no connection group named default/,
    )
  })
})

describe('a folder', () => {
  const folders: string[] = []
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true })
  })
  async function appWith(files: Record<string, string>): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'vanillin-php-'))
    folders.push(folder)
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), text)
    }
    return folder
  }

  test('is recognised by its files', async () => {
    const laravel = await appWith({ '.env': 'DB_CONNECTION=mysql\nDB_DATABASE=a\nDB_USERNAME=u' })
    expect(readPhpSettings(laravel)).toEqual({ url: 'mysql://u@127.0.0.1/a', file: join(laravel, '.env') })
    const ci = await appWith({
      'application/config/database.php': `<?php $db['default'] = ['hostname' => 'h', 'database' => 'd', 'dbdriver' => 'mysqli'];`,
    })
    expect(readPhpSettings(ci).url).toBe('mysql://h/d')
    const nothing = await appWith({ 'index.php': '<?php' })
    expect(() => readPhpSettings(nothing)).toThrow(/neither Laravel/)
  })
})
