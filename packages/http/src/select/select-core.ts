import { createNodeCore } from '../node/node-core.ts'
import { HttpCoreError } from '../port/http-core-error.ts'
import type { CoreName, HttpCoreFactory } from '../port/http-core.ts'

/** What `@vanillin/uws` exports, as far as the choice needs it. */
export interface UwsModule {
  readonly createUwsCore: HttpCoreFactory
}

export interface SelectCoreOptions {
  /** Default: `auto`, which takes uws where it can run and node:http elsewhere. */
  readonly core?: CoreName | 'auto'
  /**
   * Loads the uws core, which looks at the platform before it touches its binary. Default: imports
   * `@vanillin/uws` if it is installed; an app that is one bundle hands in its own.
   */
  readonly loadUws?: () => Promise<UwsModule>
}

export interface SelectedCore {
  readonly name: CoreName
  readonly create: HttpCoreFactory
  /** Why this one, in one line for the boot message. */
  readonly reason: string
}

/**
 * Chooses the HTTP core.
 * @throws HttpCoreError `E_CORE_UNAVAILABLE` when `uws` is demanded and cannot run here
 *
 * @example
 * const { name, create, reason } = await selectCore({ core: 'auto' })
 * console.log(`HTTP core: ${name} (${reason})`)
 * const core = create({ handler })
 */
export async function selectCore(options: SelectCoreOptions = {}): Promise<SelectedCore> {
  const { core = 'auto', loadUws = importUws } = options
  if (core === 'node') return { name: 'node', create: createNodeCore, reason: 'as configured' }
  try {
    const { createUwsCore } = await loadUws()
    const reason = core === 'uws' ? 'as configured' : `uWebSockets.js runs on ${here()}`
    return { name: 'uws', create: createUwsCore, reason }
  } catch (error) {
    const obstacle = isMissing(error) ? '@vanillin/uws is not installed' : firstLine(error)
    if (core === 'uws') throw unavailable(obstacle, error)
    return { name: 'node', create: createNodeCore, reason: `instead of uws: ${obstacle}` }
  }
}

/** The name is a variable so that neither compiler nor bundler follows it: this package works without the other. */
const uwsPackage: string = '@vanillin/uws'

async function importUws(): Promise<UwsModule> {
  return (await import(uwsPackage)) as UwsModule
}

function unavailable(obstacle: string, cause: unknown): HttpCoreError {
  return new HttpCoreError(
    'E_CORE_UNAVAILABLE',
    `The uws core cannot run: ${obstacle}. Choose the core "auto" or "node"; or run Node 20 or 22 on glibc Linux, macOS or Windows with @vanillin/uws installed, and on Node 24 and later the official uWebSockets.js beside it.`,
    { cause },
  )
}

function here(): string {
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}`
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes(uwsPackage)
  )
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n', 1)[0]!.replace(/\.$/, '')
}
