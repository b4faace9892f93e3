import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/steps/root.js'
import { installedVersion, peersFolder } from '../installed/npm-packages.js'

/**
 * @typedef {object} KnownWay
 * @property {string} name
 * @property {string} module that exports `open(url)`, below bench
 * @property {string[]} modes that it has
 * @property {string} [package] of bench/peers, whose version is shown
 * @property {string} [built] below bench, which bench/setup.js makes
 */

/** @type {readonly KnownWay[]} */
export const ways = [
  { name: 'pg, pipelined by hand', module: 'queries/ways/pg-pipelined.js', modes: ['row'] },
  {
    name: 'Vanillin, prepared()',
    module: 'queries/ways/vanillin-prepared.js',
    modes: ['row', 'transactions'],
  },
  {
    name: 'Vanillin, Model',
    module: 'queries/ways/vanillin-model.js',
    modes: ['row', 'transactions', 'page'],
  },
  {
    name: "Kysely's builder on Vanillin",
    module: 'queries/ways/vanillin-builder.js',
    modes: ['row', 'transactions', 'page', 'slow'],
  },
  { name: 'pg, pool', module: 'queries/ways/pg-pool.js', modes: ['row', 'transactions', 'page'] },
  {
    name: 'Kysely, stock',
    module: 'queries/ways/kysely-stock.js',
    modes: ['row', 'transactions', 'page', 'slow'],
  },
  {
    name: 'Drizzle',
    module: 'peers/drizzle/queries.js',
    package: 'drizzle-orm',
    modes: ['row', 'transactions', 'page'],
  },
  {
    name: 'AdonisJS Lucid',
    module: 'peers/lucid/queries.js',
    package: '@adonisjs/lucid',
    modes: ['row', 'transactions', 'page'],
  },
  {
    name: 'Prisma',
    module: 'peers/prisma/queries.js',
    package: '@prisma/client',
    built: 'peers/prisma/generated/index.js',
    modes: ['row', 'transactions', 'page'],
  },
]

/** @param {KnownWay} way */
export function titleOf({ name, package: wanted }) {
  const version = wanted && installedVersion(wanted, peersFolder)
  return version ? `${name} ${version}` : name
}

/** @param {KnownWay} way */
export function isMissing({ package: wanted, built }) {
  if (wanted === undefined) return false
  return installedVersion(wanted, peersFolder) === undefined || !existsSync(join(root, 'bench', built ?? '.'))
}
