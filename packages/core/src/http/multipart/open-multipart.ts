import { defaultUploadLimits, type UploadLimits } from '../../uploads/upload-limits.ts'
import type { HttpRequest } from '../http-request.ts'
import { MultipartReader } from './multipart-reader.ts'

/** Of a form that may bring files. */
export const MULTIPART_TYPE = 'multipart/form-data'

const limitsOf = new WeakMap<HttpRequest, Partial<UploadLimits>>()

/** Other limits for the form of one request; before it is read. */
export function setUploadLimits(request: HttpRequest, limits: Partial<UploadLimits>): void {
  limitsOf.set(request, { ...limitsOf.get(request), ...limits })
}

/** The reader of a request's form, made once. Nothing is read yet. */
export function openMultipart(request: HttpRequest): MultipartReader {
  if (request.multipart !== undefined) return request.multipart
  const { folder: _folder, ...configured } = request.app.config.app.uploads ?? {}
  const limits = { ...defaultUploadLimits, ...configured, ...limitsOf.get(request) }
  request.multipart = new MultipartReader({
    contentType: request.headers.get('content-type') ?? '',
    open: () => request.raw.stream({ maxBytes: limits.maxTotalBytes }),
    limits,
    folder: request.app.uploads,
    storage: request.app.storage,
  })
  return request.multipart
}
