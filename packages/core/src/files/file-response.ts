import { basename, resolve } from 'node:path'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { mediaTypeOf } from './media-type.ts'
import { contentDisposition } from './content-disposition.ts'
import { FileRoot, findAnywhere, openFile } from './file-root.ts'
import { respondFrom } from './respond-from.ts'
import { toRepresentation } from './representation.ts'

export interface FileOptions {
  /** The folder that the path stays in, absolute or from the app's folder. Default: `storage` of config/app.ts. */
  readonly root?: string
  /** Takes the path as an absolute one, wherever it leads. Never for a path that holds anything from outside. */
  readonly unsafeAbsolutePath?: boolean
  /** The name that a client saves it under. */
  readonly name?: string
  /** The Content-Type. Default: by the file's extension. */
  readonly type?: string
  /** Lets HTML, SVG and XML run scripts as pages of this site. Never for what users have uploaded. */
  readonly unsafeScripts?: boolean
}

/** What a browser would run scripts of, in the name of this site. */
const SCRIPTABLE = /^(?:text\/html|text\/xml|application\/xml|image\/svg\+xml|[^;]+\+xml)(?:;|$)/i

/**
 * A file of the disk, shown where the browser can: with ETag and Last-Modified, conditional requests, ranges, in bounded memory. Its
 * path starts at a folder and cannot leave it, whatever it is made of, nor by a symbolic link. HTML, SVG and XML are shown without
 * their scripts. Controllers have it as `this.sendFile()`.
 *
 * @example
 * route.get('/reports/:name', (request) => file(request, `reports/${request.params.string('name')}`))
 *
 * @param path from the root on, with `/` between its parts
 * @throws VanillinError `E_FILE_NOT_FOUND` (404) when there is no such file in the root
 */
export function file(request: HttpRequest, path: string, options: FileOptions = {}): Promise<HttpResponse> {
  return respond(request, path, options, 'inline')
}

/**
 * As {@link file}, to be saved by the client. Controllers have it as `this.sendDownload()`.
 *
 * @example
 * route.get('/invoice', (request) => download(request, 'invoices/7.pdf', { name: 'Invoice 7.pdf' }))
 *
 * @throws VanillinError `E_FILE_NOT_FOUND` (404) when there is no such file in the root
 */
export function download(
  request: HttpRequest,
  path: string,
  options: FileOptions = {},
): Promise<HttpResponse> {
  return respond(request, path, { ...options, name: options.name ?? basename(path) }, 'attachment')
}

async function respond(
  request: HttpRequest,
  path: string,
  options: FileOptions,
  disposition: 'attachment' | 'inline',
): Promise<HttpResponse> {
  const { app } = request
  const root = options.root === undefined ? app.storage.folder : resolve(app.root, options.root)
  const found = await (options.unsafeAbsolutePath === true
    ? findAnywhere(path)
    : new FileRoot(root).find(path.split('/')))
  const opened = found === undefined ? undefined : await openFile(found)
  if (opened === undefined)
    throw new VanillinError('E_FILE_NOT_FOUND', `There is no file ${JSON.stringify(path)}.`)
  const { handle, stats } = opened
  return respondFrom(handle, request, toRepresentation(stats, headersOf(path, options, disposition)))
}

function headersOf(
  path: string,
  { name, type = mediaTypeOf(path), unsafeScripts = false }: FileOptions,
  disposition: 'attachment' | 'inline',
): Record<string, string> {
  return {
    'Content-Type': type,
    // Who may see it is decided for each request: nobody else's cache keeps it, and one's own asks before it is shown again.
    'Cache-Control': 'private, no-cache',
    ...(name === undefined ? {} : { 'Content-Disposition': contentDisposition(disposition, name) }),
    ...(SCRIPTABLE.test(type) && !unsafeScripts ? { 'Content-Security-Policy': 'sandbox' } : {}),
  }
}
