import { HttpCoreError } from '@vanillin/http'
import { findObstacle, findPackedObstacle } from './find-obstacle.ts'
import { currentPlatform, type Platform } from './platform.ts'

/** uWebSockets.js, from whichever package it came. */
export type Binding = typeof import('uws-pack') & {
  /** Exported, but not declared. */
  readonly LIBUS_LISTEN_EXCLUSIVE_PORT: number
}

/** uWebSockets.js reads it once, when its binary is loaded; without it, 4 KB of headers are the end. */
export const MAX_HEADER_BYTES = 16_384

/**
 * Loads the official uWebSockets.js where it is installed, and uws-pack otherwise.
 * @throws HttpCoreError `E_CORE_UNAVAILABLE` when neither can run here
 */
export async function loadBinding(platform: Platform = currentPlatform()): Promise<Binding> {
  refuse(findObstacle(platform))
  process.env['UWS_HTTP_MAX_HEADERS_SIZE'] ??= String(MAX_HEADER_BYTES)
  const official = await importOfficial()
  if (official) return official
  refuse(findPackedObstacle(platform))
  return (await import('uws-pack')) as Binding
}

async function importOfficial(): Promise<Binding | undefined> {
  try {
    const module = (await import('uWebSockets.js')) as Binding & { default?: Binding }
    return module.default ?? module
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw new HttpCoreError(
      'E_CORE_UNAVAILABLE',
      `the installed uWebSockets.js does not load in Node ${process.versions.node}`,
      { cause: error },
    )
  }
}

function refuse(obstacle: string | undefined): void {
  if (obstacle !== undefined) throw new HttpCoreError('E_CORE_UNAVAILABLE', obstacle)
}
