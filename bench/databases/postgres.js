import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort } from '../measure/free-port.js'
import { ownerFor, serverFolder, startServerProcess } from './server-process.js'
import { fillStatements } from './world-rows.js'

/** Room for every server's pool at once: Apache alone opens a connection for each of its processes. */
const maxConnections = 400

/**
 * A PostgreSQL server for one run of the bench, with the settings that Debian's package ships but for the number of
 * connections and writes that need not survive a power cut.
 *
 * @param {string} processors
 * @returns {Promise<import('./index.js').World>}
 */
export async function startPostgres(processors) {
  const bin = postgresBin()
  const folder = serverFolder('postgres')
  const port = await freePort()
  const data = join(folder, 'data')
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'],
    {
      cwd: folder,
      ...ownerFor('postgres'),
      stdio: 'ignore',
    },
  )
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    `max_connections=${maxConnections}`,
    'synchronous_commit=off',
  ]
  const url = `postgres://bench@127.0.0.1:${port}/postgres`
  const stop = await startServerProcess({
    command: [
      join(bin, 'postgres'),
      '-D',
      data,
      '-p',
      String(port),
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    user: 'postgres',
    folder,
    processors,
    isReady: () => canConnect(url),
  })
  const client = new Client(url)
  await client.connect()
  await client.query('create table world (id integer primary key, random_number integer not null)')
  await client.query('create table fortune (id integer primary key, message text not null)')
  await client.query(
    'create table users (id integer primary key, name varchar(255) not null, email varchar(255) not null)',
  )
  await client.query(
    'create table posts (id integer primary key, user_id integer not null references users (id), title varchar(255) not null, body text not null)',
  )
  for (const statement of fillStatements()) await client.query(statement)
  await client.query('vacuum analyze')
  return {
    url,
    async randomNumber(id) {
      const { rows } = await client.query('select random_number from world where id = $1', [id])
      return rows[0]?.random_number
    },
    async stop() {
      await client.end()
      await stop()
    },
  }
}

/** Debian keeps the programs out of the PATH, in a folder a version; the newest one counts. */
function postgresBin() {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base)
    ? readdirSync(base).toSorted((left, right) => Number(right) - Number(left))
    : []
  const bin = versions
    .map((version) => join(base, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')))
  if (bin === undefined)
    throw new Error('PostgreSQL is missing. Debian and Ubuntu: apt-get install postgresql')
  return bin
}

/** @param {string} url */
async function canConnect(url) {
  const client = new Client(url)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
