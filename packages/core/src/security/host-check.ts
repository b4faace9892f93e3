import type { AppConfig } from '../config/app-config.ts'
import type { Environment } from '../config/environment.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import { hostNameOf } from '../http/host-name-of.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { AllowedHosts } from './allowed-hosts.ts'
import { isLoopbackName } from './loopback-name.ts'

/**
 * Refuses requests whose Host header names none of the app's hosts, before anything else looks at it: links in mails, caches and
 * redirects would carry the wrong name. The health check is excepted, since load balancers ask for it by address. Undefined where
 * nothing is to be checked.
 *
 * @throws VanillinError `E_CONFIG_INVALID` at boot; `E_HOST_NOT_ALLOWED`, `E_HOST_MALFORMED` for a request
 */
export function createHostCheck(
  { url, http }: AppConfig,
  environment: Environment,
): ((request: HttpRequest) => undefined) | undefined {
  const hosts = http?.hosts ?? []
  if (environment !== 'production' || hosts === 'unsafe-any') return undefined
  const own = url === undefined ? undefined : hostOfUrl(url)
  // With no list, an address of this machine says that nobody has set it yet.
  if (hosts.length === 0 && (own === undefined || isLoopbackName(own))) return undefined
  const allowed = new AllowedHosts(own === undefined ? hosts : [own, ...hosts])
  return (request) => {
    if (request.path === '/up' || allowed.has(request.host)) return undefined
    throw new VanillinError('E_HOST_NOT_ALLOWED', `This server does not answer for ${request.host}.`)
  }
}

function hostOfUrl(url: string): string {
  if (URL.canParse(url)) return hostNameOf(new URL(url).host)
  throw new VanillinError(
    'E_CONFIG_INVALID',
    `config/app.ts: url is ${JSON.stringify(url)}, which is no URL.`,
  )
}
