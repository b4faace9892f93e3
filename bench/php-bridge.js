// node bench/php-bridge.js: the bridge to PHP beside nginx, both in front of the same php-fpm with the same pages, in the same run. CPU per request counts all
// processes, PHP's own among them. The options are those of `npm run bench`; a run of all writes bench/results/php-bridge.json.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeMachine, machineLine } from '../scripts/steps/machine.js'
import { root } from '../scripts/steps/root.js'
import { missingFor } from './installed/debian-packages.js'
import { deployApp, makeSessionFolder, webUser, writeConfig } from './installed/deployed-app.js'
import { measureRoute } from './measure/measure-route.js'
import { readOptions } from './measure/options.js'
import { pick } from './measure/pick.js'
import { vanillinApp } from './measure/vanillin-app.js'
import { requireTools } from './measure/wrk.js'
import { toRows, toTable } from './report/rows.js'
import { expectAnswer } from './routes/expect-answer.js'
import { staticFile } from './routes/static-file.js'
import nginxPhpFpm from './servers/nginx-php-fpm.js'

/** @type {import('./routes/index.js').BenchRoute[]} */
const routes = [
  {
    name: 'empty',
    description: 'a script without a line',
    request: { path: '/empty.php' },
    check(answer) {
      expectAnswer(answer, { type: 'text/html' })
      if (answer.body !== '') throw new Error('a body')
    },
  },
  {
    name: 'work',
    description: 'a page that costs PHP a millisecond or more',
    request: { path: '/work.php' },
    check(answer) {
      expectAnswer(answer, { type: 'text/html' })
      if (!answer.body.trimEnd().endsWith('</html>')) throw new Error('half a page')
    },
  },
  staticFile,
]
const names = routes.map(({ name }) => name)

/** @param {'uws' | 'node'} core */
function bridge(core) {
  const app = vanillinApp(core, { folder: 'php-bridge', routes: names, hasPublicFiles: false })
  return {
    ...app,
    name: `bridge-${core}`,
    missing: () => missingFor('php-bridge'),
    /** @param {import('./measure/running-server.js').Place} place */
    command(place) {
      deployApp(place, 'php')
      makeSessionFolder(place)
      const owner = `user = ${webUser}\ngroup = ${webUser}\nlisten.owner = ${webUser}\nlisten.group = ${webUser}`
      const fpm = writeConfig(place, 'php-fpm.conf', owner)
      return [
        'sh',
        '-c',
        'php-fpm8.2 --fpm-config "$1" & export PHP_ROOT="$2" PHP_FPM="$3"; shift 3; exec "$@"',
        'sh',
        fpm,
        join(place.folder, 'app/public'),
        join(place.folder, 'php-fpm.sock'),
        ...app.command(place),
      ]
    },
  }
}

const options = readOptions(process.argv.slice(2))
requireTools()
const servers = pick(
  'server',
  [{ ...nginxPhpFpm, routes: names, missing: () => missingFor('php-bridge') }, bridge('uws'), bridge('node')],
  options.only,
)
const missing = servers.map((server) => server.missing?.()).find((reason) => reason !== undefined)
if (missing !== undefined) throw new Error(missing)

const machine = describeMachine()
console.log(machineLine(machine))
for (const server of servers) await server.prepare?.()
const samples = []
for (const route of pick('route', routes, options.routes))
  samples.push(...(await measureRoute(route, servers, undefined, options)))
const rows = toRows(samples)
console.log(`\n${toTable(rows)}`)
if (options.only.length === 0 && options.routes.length === 0) {
  const file = join(root, 'bench/results/php-bridge.json')
  writeFileSync(file, `${JSON.stringify({ machine, rows }, null, 2)}\n`)
  console.log(`written: ${file.replace(root, '')}`)
}
