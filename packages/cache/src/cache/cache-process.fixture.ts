import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../dist/index.js', import.meta.url))
const builtBridge = fileURLToPath(new URL('../../dist/vanillin/index.js', import.meta.url))

/** Where another process finds what it shares with this one. */
export type SharedWith =
  | { readonly folder: string }
  | { readonly redisUrl: string; readonly prefix: string }
  /** A database that has the table `cache`. */
  | { readonly databaseUrl: string }

export interface CacheProcess {
  readonly child: ChildProcess
  /** What it has said. */
  readonly lines: readonly string[]
  /** The last thing that it said, once it has ended. */
  readonly ended: Promise<string>
}

/**
 * Another process with the same cache and locks.
 *
 * @param body JavaScript that finds them as `cache` and `lockStore`, the package as `vanillin`, and `say` for a line on its output
 */
export function startCacheProcess(shared: SharedWith, body: string): CacheProcess {
  if (!existsSync(built)) throw new Error('The packages are not built: npx tsc -b')
  const stores = storesOf(shared)
  const script = `
    import * as vanillin from ${JSON.stringify(built)}
    const say = (line) => process.stdout.write(line + '\\n')
    ${stores}
    const cache = vanillin.createCache(store, { leaseMs: 500 })
    ${body}
    process.exit(0)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    // Its output is read, its input tells it to go on.
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  })
  const lines: string[] = []
  createInterface(child.stdout).on('line', (line) => lines.push(line))
  const ended = once(child, 'close').then(() => lines.at(-1) ?? '')
  return { child, lines, ended }
}

/** The source of `store` and `lockStore`. */
function storesOf(shared: SharedWith): string {
  if ('folder' in shared)
    return `
    const dictionary = vanillin.SharedDictionary.open('test', { folder: ${JSON.stringify(shared.folder)}, maxBytes: 1_000_000 })
    const store = new vanillin.SharedStore(dictionary)
    const lockStore = new vanillin.SharedLockStore(dictionary)`
  if ('redisUrl' in shared)
    return `
    const { Redis } = await import('ioredis')
    const redis = new Redis(${JSON.stringify(shared.redisUrl)})
    const store = new vanillin.RedisStore(redis, { prefix: ${JSON.stringify(shared.prefix)}, timeoutMs: 60_000 })
    const lockStore = new vanillin.RedisLockStore(redis, { prefix: ${JSON.stringify(shared.prefix)}, timeoutMs: 60_000 })`
  return `
    const { connectDatabase } = await import('@vanillin/database')
    const { DatabaseCacheRows } = await import('@vanillin/database/vanillin')
    const { DatabaseStore, DatabaseLockStore } = await import(${JSON.stringify(builtBridge)})
    const rows = new DatabaseCacheRows(await connectDatabase({ url: ${JSON.stringify(shared.databaseUrl)} }))
    const news = { timeoutMs: 60_000, onUnavailable: () => {}, onAvailable: () => {} }
    const store = new DatabaseStore(rows, news)
    const lockStore = new DatabaseLockStore(rows, news)`
}
