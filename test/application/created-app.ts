import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { run, runNpm } from '../../scripts/demo/run.js'
import { root } from '../../scripts/steps/root.js'
import { Release, serve, type Served } from './release.ts'
import { userEnvironment } from '../../scripts/demo/user-environment.js'

/** Where create-vanillin and the packages of an app come from. */
export interface Packages {
  /** The file that node runs to create an app. */
  readonly command: string
  /** What the app has for its node_modules. */
  readonly modules: string
}

/** As they are in this repository. */
export const workspacePackages: Packages = {
  command: join(root, 'create-app/bin/create-vanillin.js'),
  modules: join(root, 'node_modules'),
}

/** An app outside of the repository, as create-vanillin wrote it, and what its developer does with it. */
export class CreatedApp {
  readonly folder: string
  readonly #environment: NodeJS.ProcessEnv

  constructor(folder: string, environment: NodeJS.ProcessEnv = userEnvironment()) {
    this.folder = folder
    this.#environment = environment
  }

  static async create(
    args: readonly string[],
    { command, modules }: Packages = workspacePackages,
  ): Promise<CreatedApp> {
    const home = emptyFolder()
    await run(process.execPath, [command, 'guestbook', '--yes', '--no-install', '--no-git', ...args], {
      cwd: home,
      env: userEnvironment(),
    })
    const app = new CreatedApp(join(home, 'guestbook'))
    symlinkSync(modules, join(app.folder, 'node_modules'), 'junction')
    return app
  }

  /** What `.env` says. */
  get settings(): NodeJS.Dict<string> {
    return parseEnv(this.read('.env'))
  }

  /** Fills in the address that create-vanillin could only guess. */
  useDatabase(url: string): void {
    this.write(
      '.env',
      this.read('.env').replace(/^DATABASE_URL=.*$/m, () => `DATABASE_URL=${url}`),
    )
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8')
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text)
  }

  /** Runs a script of its package.json to the end. */
  npm(script: string): Promise<string> {
    return runNpm(['run', script], { cwd: this.folder, env: this.#environment })
  }

  /** Runs a command of `vanillin` to the end. */
  vanillin(...args: readonly string[]): Promise<string> {
    return run(process.execPath, [this.#command, ...args], { cwd: this.folder, env: this.#environment })
  }

  develop(): Promise<Served> {
    return serve([this.#command, 'dev'], { cwd: this.folder, env: this.#environment })
  }

  /** Builds, and takes `dist/` alone to another folder. */
  async release(): Promise<Release> {
    await this.npm('build')
    const folder = join(dirname(this.folder), 'release')
    cpSync(join(this.folder, 'dist'), folder, { recursive: true })
    return new Release(folder, this.settings)
  }

  /** With the release, which lies beside it. */
  remove(): void {
    rmSync(dirname(this.folder), { recursive: true, force: true, maxRetries: 5 })
  }

  get #command(): string {
    return join(this.folder, 'node_modules/vanillin/bin/vanillin.js')
  }
}

/** A folder outside of the repository; who asks for it removes it. */
export function emptyFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'vanillin-created-')))
}
