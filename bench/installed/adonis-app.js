import { randomBytes } from 'node:crypto'
import { cpSync } from 'node:fs'
import { root } from '../../scripts/steps/root.js'
import { runNode } from '../../scripts/steps/run.js'
import { npmPeer, peersFolder } from './npm-packages.js'

/** @type {Promise<void> | undefined} */
let building

/**
 * The AdonisJS app of the bench with the middleware of one of its starter kits.
 *
 * @param {'api' | 'web'} kit
 * @returns {import('../measure/running-server.js').BenchServer}
 */
export function adonisApp(kit) {
  const app = npmPeer({
    name: 'adonis',
    title: 'AdonisJS',
    packageName: '@adonisjs/core',
    script: 'dist/bin/server.js',
    env: {
      APP_KEY: randomBytes(16).toString('hex'),
      LOG_LEVEL: 'info',
      SESSION_DRIVER: 'cookie',
      STARTER_KIT: kit,
    },
    prepare: () => (building ??= build()),
  })
  if (kit === 'web') return app
  const routes = app.routes.filter((route) => route !== 'static' && route !== 'page')
  return { ...app, name: 'adonis-api', version: `${app.version}, api kit`, routes }
}

async function build() {
  const folder = `${peersFolder}/adonis`
  const code = await runNode('bench/peers/adonis/ace.js', ['build'], { cwd: folder })
  if (code !== 0) throw new Error('node ace build failed in bench/peers/adonis.')
  cpSync(`${root}bench/public`, `${folder}/dist/public`, { recursive: true })
}
