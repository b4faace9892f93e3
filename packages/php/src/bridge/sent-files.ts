import { Readable } from 'node:stream'
import { HttpCoreError, VanillinError, type HttpRequest, type HttpResponse } from '@vanillin/core'
import { DocumentRoot, type RootEntry } from '../document-root/document-root.ts'
import type { UpstreamAnswer } from '../upstreams/php-upstream.ts'
import { decodedParts } from './decoded-parts.ts'
import type { StaticFiles } from './static-files.ts'

/** What asks for a file. */
const ASKS = /^(?:x-accel-redirect|x-sendfile)$/i

/** What the file itself says, or what is for the server alone. */
const NOT_OF_PHP =
  /^(?:content-(?:length|type|encoding)|etag|last-modified|accept-ranges|x-sendfile|x-accel-.*)$/i

/** Files that PHP lets the server send in its place: `X-Accel-Redirect` of nginx, `X-Sendfile` of Apache. Out of these folders, and no others. */
export class SentFiles {
  readonly #files: StaticFiles
  readonly #roots: readonly (readonly [prefix: string, root: DocumentRoot])[]

  /** @param folders by the path at which `X-Accel-Redirect` names them */
  constructor(folders: Readonly<Record<string, string>>, files: StaticFiles, believedMs: number) {
    this.#files = files
    this.#roots = Object.entries(folders).map(([prefix, folder]) => [
      `${prefix.replace(/\/$/, '')}/`,
      new DocumentRoot(folder, [], believedMs),
    ])
  }

  /** Whether an answer asks for a file, and there are folders to take it from. */
  isAsked({ headers }: UpstreamAnswer): boolean {
    return this.#roots.length > 0 && headers.some(([name]) => ASKS.test(name))
  }

  /**
   * The file that an answer asks for, with the headers that PHP has set.
   *
   * @throws VanillinError `E_FILE_NOT_FOUND` for what is not there, or lies in none of the folders
   */
  async answer(request: HttpRequest, { headers, body }: UpstreamAnswer): Promise<HttpResponse> {
    const valueOf = (name: string): string | undefined =>
      headers.find(([other]) => other.toLowerCase() === name)?.[1]
    const redirect = valueOf('x-accel-redirect')
    const path = redirect ?? valueOf('x-sendfile') ?? ''
    if (body instanceof Readable) body.destroy()
    const entry = await (redirect === undefined ? this.#byPath(path) : this.#byPrefix(path))
    if (entry?.kind !== 'file') throw absent(path)
    const response = await this.#files.send(request, entry.path, valueOf('content-type'))
    for (const [name, value] of headers) if (!NOT_OF_PHP.test(name)) append(response, name, value)
    return response
  }

  async #byPrefix(redirect: string): Promise<RootEntry | undefined> {
    const path = redirect.replace(/\?.*/, '')
    for (const [prefix, root] of this.#roots) {
      if (!path.startsWith(prefix)) continue
      const parts = decodedParts(path.slice(prefix.length - 1))
      return parts === undefined ? undefined : root.find(parts)
    }
    return undefined
  }

  async #byPath(path: string): Promise<RootEntry | undefined> {
    for (const [, root] of this.#roots) {
      // oxlint-disable-next-line no-await-in-loop -- seldom more than one
      const folder = await root.resolve()
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (path.startsWith(`${folder}/`)) return root.find(path.slice(folder.length + 1).split('/'))
    }
    return undefined
  }
}

function append(response: HttpResponse, name: string, value: string): void {
  try {
    response.headers.append(name, value)
  } catch (error) {
    if (!(error instanceof HttpCoreError)) throw error
  }
}

function absent(path: string): VanillinError {
  return new VanillinError('E_FILE_NOT_FOUND', `PHP wants the file ${JSON.stringify(path)} to be sent.`, {
    help: 'It is not there, or lies in none of the folders that `sendsFiles` of php({...}) names.',
  })
}
