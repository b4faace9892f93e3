import { file, mediaTypeOf, VanillinError, type HttpRequest, type HttpResponse } from '@vanillin/core'

/**
 * A file of the PHP app as it was served before: without a charset, which would overrule that of an old page, and without a word on
 * caches. Conditional requests and ranges are answered.
 *
 * @param path the real one
 * @throws VanillinError `E_METHOD_NOT_ALLOWED`, `E_FILE_NOT_FOUND` when it has gone meanwhile
 */
export async function staticFile(request: HttpRequest, path: string): Promise<HttpResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new VanillinError('E_METHOD_NOT_ALLOWED', `${request.path} is a file.`, {
      headers: { Allow: 'GET, HEAD' },
    })
  }
  const type = mediaTypeOf(path).replace(/;.*/, '')
  const response = await file(request, path, { unsafeAbsolutePath: true, unsafeScripts: true, type })
  response.headers.delete('Cache-Control')
  response.isForwarded = true
  return response
}
