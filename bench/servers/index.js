import { readdirSync } from 'node:fs'
import { pick } from '../measure/pick.js'

/** The first one that answers a route is what the others are set against. */
const order = [
  'hyper-express',
  'uwebsockets',
  'vanillin-uws',
  'nginx-lua',
  'node-http',
  'vanillin-node',
  'fastify',
  'hono',
  'nest',
  'express',
  'adonis-api',
  'adonis',
  'apache-php',
  'nginx-php-fpm',
]

/**
 * The servers of this folder, one a file, and those among them that this machine cannot run.
 *
 * @param {readonly string[]} only names, none: all
 * @returns {Promise<{ servers: import('../measure/running-server.js').BenchServer[], missing: { name: string, reason: string }[] }>}
 */
export async function readServers(only) {
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (file) => file.endsWith('.js') && file !== 'index.js',
  )
  /** @type {import('../measure/running-server.js').BenchServer[]} */
  const all = await Promise.all(files.map(async (file) => (await import(`./${file}`)).default))
  const chosen = pick(
    'server',
    all.toSorted((left, right) => order.indexOf(left.name) - order.indexOf(right.name)),
    only,
  )
  const missing = chosen.flatMap((server) => {
    const reason = server.missing?.()
    return reason === undefined ? [] : [{ name: server.name, reason }]
  })
  const absent = new Set(missing.map(({ name }) => name))
  return { servers: chosen.filter(({ name }) => !absent.has(name)), missing }
}
