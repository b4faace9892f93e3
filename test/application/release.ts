import { Child } from '../../scripts/demo/child.js'
import { freePort } from '../../scripts/demo/free-port.js'
import { run } from '../../scripts/demo/run.js'
import { whenUp } from '../../scripts/demo/when-up.js'
import { userEnvironment } from '../../scripts/demo/user-environment.js'

/** Something that serves, at an address. */
export interface Served {
  readonly url: string
  readonly process: Child
}

/** A built app on a server, where its settings come from the environment. */
export class Release {
  readonly #folder: string
  readonly #settings: NodeJS.Dict<string>

  constructor(folder: string, settings: NodeJS.Dict<string>) {
    this.#folder = folder
    this.#settings = settings
  }

  /** The same files with another database. */
  on(databaseUrl: string): Release {
    return this.with({ DATABASE_URL: databaseUrl })
  }

  /** The same files with other settings. */
  with(settings: NodeJS.Dict<string>): Release {
    return new Release(this.#folder, { ...this.#settings, ...settings })
  }

  run(...command: readonly string[]): Promise<string> {
    return run(process.execPath, ['server.js', ...command], this.#options())
  }

  start(): Promise<Served> {
    return serve(['server.js', 'start'], this.#options())
  }

  #options(): { cwd: string; env: NodeJS.ProcessEnv } {
    return { cwd: this.#folder, env: { ...userEnvironment(), ...this.#settings, NODE_ENV: 'production' } }
  }
}

/** Runs a server on a free port until it answers. `stopChildren` stops it, whatever happens. */
export async function serve(
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Served> {
  const port = String(await freePort(0))
  const url = `http://127.0.0.1:${port}`
  const child = new Child(process.execPath, [...args, '--port', port], options)
  await whenUp(url, child)
  return { url, process: child }
}
