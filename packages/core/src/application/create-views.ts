import { join } from 'node:path'
import type { HttpRequest } from '../http/http-request.ts'
import type { Router } from '../routing/router.ts'
import { Views, type PrecompiledViews } from '../view/index.ts'
import { shareSession } from '../session/share-session.ts'
import type { Application } from './application.ts'

/** The templates of an app, with the names that every view knows. */
export function createViews(app: Application, precompiled: PrecompiledViews | undefined): Views<HttpRequest> {
  const views = new Views<HttpRequest>({
    folder: join(app.root, 'app/views'),
    environment: app.environment,
    ...(app.environment === 'development' && { warn: (message) => app.log.warn(message) }),
    ...(precompiled && { precompiled }),
  })
  views.share('appName', app.config.app.name)
  views.share('url', (...call: Parameters<Router['url']>) => app.router.url(...call))
  views.share('asset', (name: string) => app.assets.url(name))
  shareSession(views)
  return views
}
