import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { checkPages } from './check-pages.js'
import { Child } from './child.js'
import { freePort } from './free-port.js'
import { npmCommand } from './npm-command.js'
import { packPackages } from './pack-packages.js'
import { startRegistry } from './registry.js'
import { run, runNpm } from './run.js'
import { userEnvironment } from './user-environment.js'
import { whenUp } from './when-up.js'

/** The steps of the demo, in the order in which they are called. */
export class Demo {
  #folder
  #app
  /** @type {NodeJS.ProcessEnv} */
  #environment = {}
  /** @type {{ url: string, close: () => Promise<void> } | undefined} */
  #registry
  /** @type {Child | undefined} */
  #server
  #url = ''

  /** @param {string} folder an empty one outside of the repository, removed by the caller */
  constructor(folder) {
    this.#folder = folder
    this.#app = join(folder, 'guestbook')
  }

  async publish() {
    const tarballs = join(this.#folder, 'tarballs')
    mkdirSync(tarballs)
    const packages = await packPackages(tarballs)
    const upstream = await runNpm(['config', 'get', 'registry'], {
      cwd: this.#folder,
      env: userEnvironment(),
    })
    const registry = await startRegistry(packages, lastLine(upstream))
    this.#registry = registry
    this.#environment = {
      ...userEnvironment(),
      npm_config_registry: registry.url,
      npm_config_cache: join(this.#folder, 'npm-cache'),
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
    }
    for (const { manifest } of packages) console.log(`  ${manifest.name} ${manifest.version}`)
    console.log(`  served at ${registry.url}, for this demo only`)
  }

  async create() {
    await this.#npm(['create', '--yes', 'vanillin@latest', 'guestbook', '--', '--yes'], this.#folder)
  }

  async migrate() {
    await this.#npm(['run', 'migrate'])
    await this.#npm(['run', 'seed'])
  }

  /** @param {{ show?: boolean }} [options] `show`: its log goes to the terminal */
  async startDevelopment({ show = false } = {}) {
    const { command, args, shell } = npmCommand(['run', 'dev'])
    await this.#start(command, args, { cwd: this.#app, shell, show })
  }

  async checkPages() {
    try {
      await checkPages(this.#url, console.log)
    } catch (error) {
      throw new Error(`${this.#server?.output}\n${/** @type {Error} */ (error).message}`, { cause: error })
    }
  }

  async checkApp() {
    for (const script of ['test', 'check', 'lint']) await this.#npm(['run', script])
  }

  async build() {
    await this.#npm(['run', 'build'])
  }

  async startBuilt() {
    const release = join(this.#folder, 'release')
    cpSync(join(this.#app, 'dist'), release, { recursive: true })
    const env = parseEnv(readFileSync(join(this.#app, '.env'), 'utf8'))
    const settings = { cwd: release, env: { ...userEnvironment(), ...env, NODE_ENV: 'production' } }
    await run(process.execPath, ['server.js', 'migrate'], { ...settings, show: true })
    await this.#start(process.execPath, ['server.js', 'start'], settings)
  }

  async stop() {
    await this.#server?.stop()
  }

  /** Runs the app in development until it is stopped. */
  async stay() {
    await this.startDevelopment({ show: true })
    console.log(
      `\nThe app runs at ${this.#url}\nIts files are in ${this.#app} until you stop it with Ctrl-C.\n`,
    )
    await this.#server?.ended
  }

  async close() {
    await this.#registry?.close()
  }

  /**
   * @param {string} command
   * @param {readonly string[]} args
   * @param {import('./child.js').ChildOptions} options
   */
  async #start(command, args, options) {
    const port = await freePort(3000)
    const env = { ...(options.env ?? this.#environment), HOST: '127.0.0.1', PORT: String(port) }
    this.#url = `http://127.0.0.1:${port}`
    this.#server = new Child(command, args, { ...options, env })
    const started = performance.now()
    await whenUp(this.#url, this.#server)
    console.log(`  ${this.#url} answers after ${(performance.now() - started).toFixed(0)} ms`)
  }

  /**
   * @param {readonly string[]} args
   * @param {string} [cwd]
   */
  async #npm(args, cwd = this.#app) {
    await runNpm(args, { cwd, env: this.#environment, show: true })
  }
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? ''
}
