import type { Application } from '@vanillin/core'
import { FastCgiUpstream } from './fastcgi-upstream.ts'
import { findUpstream } from './find-upstream.ts'
import { HttpUpstream } from './http-upstream.ts'
import type { PhpUpstream } from './php-upstream.ts'
import type { UpstreamSettings } from './upstream-settings.ts'

const upstreamsOf = new WeakMap<Application, Map<string, Promise<PhpUpstream>>>()

/**
 * The upstream of these settings, one for an app however often its routes are read anew; it closes with the app.
 *
 * @param root where PHP's files are, for a server that has to be started
 * @throws BridgeError `E_PHP_UPSTREAM`
 */
export function upstreamOf(
  app: Application,
  settings: UpstreamSettings,
  root: string | undefined,
): Promise<PhpUpstream> {
  let upstreams = upstreamsOf.get(app)
  if (upstreams === undefined) {
    const made = new Map<string, Promise<PhpUpstream>>()
    upstreams = made
    upstreamsOf.set(app, made)
    app.onShutdown(() => closeAll(made))
  }
  const key = JSON.stringify([settings, root])
  const known = upstreams.get(key)
  if (known !== undefined) return known
  const created = createUpstream(app, settings, root)
  upstreams.set(key, created)
  // What was not found now may be there when it is asked for again.
  created.catch(() => upstreams.delete(key))
  return created
}

async function createUpstream(
  app: Application,
  settings: UpstreamSettings,
  root: string | undefined,
): Promise<PhpUpstream> {
  if (settings.kind === 'fpm') return new FastCgiUpstream(settings)
  if (settings.kind === 'http') return new HttpUpstream(settings)
  const found = await findUpstream(app, settings, root)
  app.log.info(`PHP: ${found.description}`)
  return found
}

async function closeAll(upstreams: ReadonlyMap<string, Promise<PhpUpstream>>): Promise<void> {
  const made = await Promise.allSettled(upstreams.values())
  await Promise.all(
    made.map(async (result) => {
      if (result.status === 'fulfilled') await result.value.close()
    }),
  )
}
