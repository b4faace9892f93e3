import { setUploadLimits } from '../http/multipart/open-multipart.ts'
import type { UploadLimits } from '../uploads/upload-limits.ts'
import { middleware, type Middleware } from './middleware.ts'

/**
 * Other limits for the forms of a route or a group than those of config/app.ts. It stands before whatever reads the form.
 *
 * @example
 * defineRoutes((route) => {
 *   route
 *     .post('/videos', [VideosController, 'store'])
 *     .use(limitUploads({ maxTotalBytes: 501 * 2 ** 20, maxFileBytes: 500 * 2 ** 20, maxFiles: 1 }))
 * })
 */
export function limitUploads(limits: Partial<UploadLimits>): Middleware {
  return middleware((request, next) => {
    setUploadLimits(request, limits)
    return next()
  })
}
