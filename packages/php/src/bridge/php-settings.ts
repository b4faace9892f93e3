import { resolve } from 'node:path'
import { appRoot } from '@vanillin/core'
import { BridgeError } from '../errors/bridge-error.ts'
import { toFastCgiAddress } from '../fastcgi/fastcgi-address.ts'
import { defaultAnswerLimits, defaultConnectionLimits } from '../upstreams/connection-limits.ts'
import type { UpstreamSettings } from '../upstreams/upstream-settings.ts'
import type { PhpOptions } from './php-options.ts'

/** The options with their defaults, looked at once. */
export interface PhpSettings {
  /** Absolute. */
  readonly root: string | undefined
  readonly upstream: UpstreamSettings
  readonly frontController: string | undefined
  readonly index: readonly string[]
  /** Without a slash behind it; '' for `/`. */
  readonly prefix: string
  readonly linkedFolders: readonly string[]
  /** Absolute, by the path at which PHP names them. */
  readonly sendsFiles: Readonly<Record<string, string>>
  readonly followsHtaccess: boolean
  readonly maxBodyBytes: number | undefined
}

/** @throws BridgeError `E_PHP_OPTIONS` */
export function toPhpSettings(options: PhpOptions): PhpSettings {
  const { frontController = 'index.php', prefix = '/', root, linkedFolders = [] } = options
  if (options.fpm !== undefined && options.http !== undefined)
    throw refuse('has both `fpm` and `http`: PHP runs in one place')
  if (root === undefined && options.http === undefined)
    throw refuse('has no `root`: the folder that is public in the PHP app')
  if (!prefix.startsWith('/'))
    throw refuse(`has the prefix ${JSON.stringify(prefix)}, which begins with no slash`)
  return {
    root: root === undefined ? undefined : resolve(appRoot(), root),
    upstream: toUpstream(options),
    frontController: frontController === false ? undefined : frontController.replace(/^\//, ''),
    index: options.index ?? ['index.php', 'index.html'],
    prefix: prefix.replace(/\/$/, ''),
    linkedFolders: linkedFolders.map((folder) => resolve(appRoot(), folder)),
    sendsFiles: Object.fromEntries(
      Object.entries(options.sendsFiles ?? {}).map(([path, folder]) => [path, resolve(appRoot(), folder)]),
    ),
    followsHtaccess: options.htaccess ?? true,
    maxBodyBytes: options.maxBodyBytes,
  }
}

function toUpstream(options: PhpOptions): UpstreamSettings {
  const { fpm, http, env = {} } = options
  for (const name of Object.keys(env)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || /^HTTP_/i.test(name))
      throw refuse(`has in \`env\` the name ${JSON.stringify(name)}, which is none for a variable of an app`)
  }
  const { timeoutMs = defaultAnswerLimits.timeoutMs, maxHeaderBytes = defaultAnswerLimits.maxHeaderBytes } =
    options
  const common = { ...defaultConnectionLimits, timeoutMs, maxHeaderBytes, env }
  if (fpm !== undefined) {
    const { address, root, ...limits } = typeof fpm === 'string' ? { address: fpm } : fpm
    return { kind: 'fpm', ...common, ...limits, address: toFastCgiAddress(address), root }
  }
  if (http !== undefined) {
    const { url, ...limits } = typeof http === 'string' ? { url: http } : http
    return { kind: 'http', ...common, ...limits, origin: toOrigin(url) }
  }
  return { kind: 'found', ...common }
}

function toOrigin(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const isOrigin = parsed?.pathname === '/' && parsed.search === '' && parsed.username === ''
  if (isOrigin && /^https?:$/.test(parsed.protocol)) return parsed.origin
  throw refuse(`has ${JSON.stringify(url)} as \`http\`; it looks like http://127.0.0.1:8080, without a path`)
}

function refuse(what: string): BridgeError {
  return new BridgeError('E_PHP_OPTIONS', `php({...}) ${what}.`)
}
