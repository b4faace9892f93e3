import { Middleware, middleware, type Application, type HttpRequest, type SafeHtml } from '@vanillin/core'
import type { PhpHandler } from '../bridge/php.ts'
import { BridgeError } from '../errors/bridge-error.ts'
import { PhpSessions } from '../sessions/php-sessions.ts'
import { Fragment } from './fragment.ts'
import type { FragmentOptions } from './fragment-options.ts'

declare global {
  namespace Vanillin {
    interface ViewHelpers {
      /** A piece of a page that PHP renders, where the route has `phpFragments()` for its path. */
      phpFragment: (path: string) => SafeHtml
    }
  }
}

const fetched = new WeakMap<HttpRequest, Map<string, SafeHtml>>()
const sharing = new WeakSet<Application>()

/**
 * Fetches pieces of the page from PHP, such as its header and its menu, so that they are written once while both sides live. Views put them
 * in their places by `<%= phpFragment('/_shell/header') %>`. A piece that PHP does not give in time is replaced: by the last copy, or else by
 * `fallback`.
 *
 * @param fragments by their path, which PHP answers with HTML for the visitor whose cookies it gets
 *
 * @example
 * const shell = phpFragments(legacy, {
 *   '/_shell/header': { ttl: seconds(30) },
 *   '/_shell/footer': { ttl: minutes(10), per: 'everyone' },
 * })
 * route.group({ middleware: [shell] }, (route) => {
 *   route.get('/posts', [PostsController, 'index'])
 * })
 *
 * @throws BridgeError `E_PHP_OPTIONS`; for a request too, where this side holds a lock on the session that PHP would open for a fragment
 */
export function phpFragments(
  legacy: PhpHandler,
  fragments: Readonly<Record<string, FragmentOptions>>,
): Middleware {
  const all = Object.entries(fragments).map(([path, options]) => new Fragment(legacy, path, options))
  return middleware(async (request, next) => {
    share(request.app)
    for (const fragment of all) if (fragment.isOfVisitor) assertUnlocked(request, fragment)
    const known = fetched.get(request) ?? new Map<string, SafeHtml>()
    fetched.set(request, known)
    const results = await Promise.all(all.map((fragment) => fragment.of(request)))
    for (const [index, { html }] of results.entries()) known.set(all[index]!.path, html)
    const response = await next()
    for (const line of results.flatMap(({ cookies }) => cookies)) response.headers.append('Set-Cookie', line)
    return response
  })
}

/** PHP would wait for the lock that this request holds, and this request for PHP. */
function assertUnlocked({ app: { sessions }, match }: HttpRequest, { path }: Fragment): void {
  if (sessions?.settings.lock !== true || !(sessions.driver instanceof PhpSessions)) return
  if (match?.route.hasSession === false) return
  throw new BridgeError(
    'E_PHP_OPTIONS',
    `phpFragments() fetches ${path} with the session of the visitor, which \`lock: true\` keeps from PHP as long as this page takes.`,
    {
      help: "Give the fragment `per: 'everyone'`, put .withoutSession() on the route, or take `lock` out of config/session.ts.",
    },
  )
}

function share(app: Application): void {
  if (sharing.has(app)) return
  sharing.add(app)
  app.views.shareBound('phpFragment', (request) => (path: string): SafeHtml => {
    const html = request === undefined ? undefined : fetched.get(request)?.get(path)
    if (html !== undefined) return html
    throw new Error(
      `phpFragment('${path}') was not fetched for this page: name it in phpFragments({...}) of its route.`,
    )
  })
}
