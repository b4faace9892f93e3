import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import mysql from 'mysql2/promise'
import { freePort } from '../measure/free-port.js'
import { ownerFor, serverFolder, startServerProcess } from './server-process.js'
import { fillStatements } from './world-rows.js'

/**
 * A MariaDB server for one run of the bench, with its own defaults but for the number of connections and writes that
 * need not survive a power cut.
 *
 * @param {string} processors
 * @returns {Promise<import('./index.js').World>}
 */
export async function startMariadb(processors) {
  if (spawnSync('mariadbd', ['--version']).error) {
    throw new Error('MariaDB is missing. Debian and Ubuntu: apt-get install mariadb-server')
  }
  const folder = serverFolder('mysql')
  const port = await freePort()
  const data = `--datadir=${join(folder, 'data')}`
  execFileSync(
    'mariadb-install-db',
    ['--no-defaults', data, '--skip-test-db', '--auth-root-authentication-method=normal', ...asUser()],
    { cwd: folder, stdio: 'ignore' },
  )
  const url = `mysql://root@127.0.0.1:${port}/bench`
  const stop = await startServerProcess({
    command: [
      'mariadbd',
      '--no-defaults',
      data,
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      '--max-connections=400',
      '--innodb-flush-log-at-trx-commit=2',
      '--character-set-server=utf8mb4',
    ],
    user: 'mysql',
    folder,
    processors,
    isReady: () => canConnect(url.replace('/bench', '/mysql')),
  })
  const setUp = await mysql.createConnection(url.replace('/bench', '/mysql'))
  await setUp.query('create database bench character set utf8mb4')
  await setUp.end()
  const connection = await mysql.createConnection(url)
  await connection.query('create table world (id integer primary key, random_number integer not null)')
  await connection.query('create table fortune (id integer primary key, message varchar(2048) not null)')
  await connection.query(
    'create table users (id integer primary key, name varchar(255) not null, email varchar(255) not null)',
  )
  await connection.query(
    'create table posts (id integer primary key, user_id integer not null references users (id), title varchar(255) not null, body text not null)',
  )
  for (const statement of fillStatements()) await connection.query(statement)
  return {
    url,
    async randomNumber(id) {
      const [rows] = await connection.query('select random_number from world where id = ?', [id])
      return /** @type {{ random_number: number }[]} */ (rows)[0]?.random_number
    },
    async stop() {
      await connection.end()
      await stop()
    },
  }
}

/** mariadb-install-db changes to the user by itself. */
function asUser() {
  return ownerFor('mysql') ? ['--user=mysql'] : []
}

/** @param {string} url */
async function canConnect(url) {
  try {
    const connection = await mysql.createConnection(url)
    await connection.end()
    return true
  } catch {
    return false
  }
}
