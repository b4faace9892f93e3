import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'
import env from '#start/env'

// The middleware of the starter kits, in their order: `web` has sessions and public files, `api` has not.
const isWeb = env.get('STARTER_KIT') === 'web'

server.errorHandler(() => import('#exceptions/handler'))

server.use([
  () => import('#middleware/container_bindings_middleware'),
  ...(isWeb ? [() => import('@adonisjs/static/static_middleware')] : []),
])

router.use([
  () => import('@adonisjs/core/bodyparser_middleware'),
  ...(isWeb
    ? [
        () => import('@adonisjs/session/session_middleware'),
        () => import('@adonisjs/shield/shield_middleware'),
        () => import('@adonisjs/auth/initialize_auth_middleware'),
      ]
    : []),
])

export const middleware = router.named({
  auth: () => import('#middleware/auth_middleware'),
  refusePrefetch: () => import('#middleware/refuse_prefetch_middleware'),
  servedBy: () => import('#middleware/served_by_middleware'),
})
