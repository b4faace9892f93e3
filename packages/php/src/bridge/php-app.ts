import { STATUS_CODES } from 'node:http'
import {
  BodyError,
  HttpResponse,
  redirect,
  VanillinError,
  type Application,
  type HttpRequest,
} from '@vanillin/core'
import { BridgeError } from '../errors/bridge-error.ts'
import { ReceivedBody } from '../handover/received-body.ts'
import type { Script } from '../handover/script.ts'
import { AppUpstreams } from '../upstreams/app-upstreams.ts'
import type { PhpUpstream } from '../upstreams/php-upstream.ts'
import { Believed } from '../document-root/believed.ts'
import { DocumentRoot } from '../document-root/document-root.ts'
import { ApacheRules } from '../htaccess/apache-rules.ts'
import { HtaccessFiles } from '../htaccess/htaccess-files.ts'
import { servingOf } from '../status/serving.ts'
import { forwardedResponse } from './forwarded-response.ts'
import { Locator } from './locator.ts'
import type { PhpSettings } from './php-settings.ts'
import { SentFiles } from './sent-files.ts'
import { StaticFiles } from './static-files.ts'
import type { Target } from './target.ts'

/**
 * How long production believes what is on the disk, and again as long what a path leads to by that: for a second in all. A look at the disk
 * costs more than all the rest.
 */
const BELIEVED_MS = 500

const NONE: Target = { kind: 'none' }

/** A PHP app behind one app of ours: what its paths lead to, and how its scripts answer. */
export class PhpApp {
  readonly #app: Application
  readonly #settings: PhpSettings
  readonly #root: DocumentRoot | undefined
  readonly #locator: Locator | undefined
  readonly #rules: ApacheRules | undefined
  /** What paths lead to; undefined where rewrite rules look at each request. */
  readonly #targets: Believed<Target | undefined>
  readonly #files: StaticFiles
  readonly #sentFiles: SentFiles
  #upstream: PhpUpstream | undefined

  constructor(app: Application, settings: PhpSettings) {
    this.#app = app
    this.#settings = settings
    const believedMs = app.environment === 'production' ? BELIEVED_MS : 0
    this.#targets = new Believed(believedMs)
    this.#files = new StaticFiles(believedMs)
    this.#sentFiles = new SentFiles(settings.sendsFiles, this.#files, believedMs)
    if (settings.root === undefined) return
    this.#root = new DocumentRoot(settings.root, settings.linkedFolders, believedMs)
    this.#locator = new Locator(this.#root, settings)
    if (settings.followsHtaccess)
      this.#rules = new ApacheRules(this.#root, new HtaccessFiles(app.log, believedMs), settings.prefix)
  }

  async answer(request: HttpRequest): Promise<HttpResponse> {
    if (this.#locator === undefined) return this.#run(request, undefined)
    const target = await this.#locate(this.#locator, request)
    switch (target.kind) {
      case 'script':
        return this.#run(request, target.script)
      case 'file':
        servingOf(request).by = 'file'
        return this.#files.answer(request, target.path)
      case 'folder':
        return redirect(withSlash(request), 301)
      case 'redirect':
        return new HttpResponse(undefined, {
          status: target.status,
          headers: { Location: target.location },
        })
      default:
        throw refusal(target, request)
    }
  }

  async #locate(locator: Locator, request: HttpRequest): Promise<Target> {
    const target = await this.#targets.get(request.path, async () => {
      const parts = locator.partsOf(request.path) ?? locator.looselyPartsOf(request.path)
      return (await this.#rules?.rewrites(parts)) === true ? undefined : this.#find(locator, request)
    })
    return target ?? this.#find(locator, request)
  }

  async #find(locator: Locator, request: HttpRequest): Promise<Target> {
    const { frontController } = this.#settings
    const parts = locator.partsOf(request.path)
    if (this.#rules === undefined) {
      const target = parts === undefined ? NONE : await locator.locate(parts)
      return target.kind === 'none' && frontController !== undefined && !namesScript(parts)
        ? locator.script(frontController)
        : target
    }
    const ruling = await this.#rules.rule(request, parts ?? locator.looselyPartsOf(request.path))
    if (ruling.kind !== 'path') return ruling
    const index = (ruling.index ?? this.#settings.index).filter((name) => !ruling.isNameDenied(name))
    const isNowhere = parts === undefined && !ruling.isRewritten
    const target = isNowhere ? NONE : await locator.locate(ruling.parts, index)
    if (target.kind === 'none' && frontController !== undefined && !ruling.hasRules && !namesScript(parts))
      return locator.script(frontController)
    return target.kind === 'script' && ruling.query !== request.queryString
      ? { kind: 'script', script: { ...target.script, query: ruling.query } }
      : target
  }

  async #findUpstream(root: string | undefined): Promise<PhpUpstream> {
    this.#upstream = await AppUpstreams.of(this.#app).get(this.#settings.upstream, root)
    return this.#upstream
  }

  async #run(request: HttpRequest, script: Script | undefined): Promise<HttpResponse> {
    const serving = servingOf(request)
    serving.by = 'php'
    serving.script = script
    // PHP may read any of them: no shared cache is to keep what it answers then.
    if (request.headers.has('cookie')) request.cookies.all()
    const root = await this.#root?.resolve()
    const known = this.#upstream?.isGone === true ? undefined : this.#upstream
    const upstream = known ?? (await this.#findUpstream(root))
    const body = request.body.exists
      ? await ReceivedBody.of(request, this.#settings.maxBodyBytes)
      : ReceivedBody.none
    try {
      const answer = await upstream.answer({ request, script, root, body })
      return this.#sentFiles.isAsked(answer)
        ? await this.#sentFiles.answer(request, answer)
        : forwardedResponse(request, answer)
    } catch (error) {
      if (request.signal.aborted) throw clientLeft(error)
      throw error
    } finally {
      if (!body.isInMemory) await body.discard()
    }
  }
}

/** nginx answers 404 for a script that is not there, and so do we: its links would be relative to a place that is none. */
function namesScript(parts: readonly string[] = []): boolean {
  return parts.some((part) => /.\.php$/.test(part))
}

type Refused = Extract<Target, { kind: 'refused' | 'endless' | 'none' }>

function refusal(target: Refused, { path }: HttpRequest): Error {
  if (target.kind === 'refused')
    return new VanillinError('E_HTTP', STATUS_CODES[target.status] ?? 'Refused', { status: target.status })
  if (target.kind === 'endless')
    return new BridgeError('E_PHP_HTACCESS', `The rules of .htaccess send ${path} round in circles.`)
  return new VanillinError('E_ROUTE_NOT_FOUND', `There is no page at ${path}.`, {
    help: 'Neither a route nor a file of the PHP app answers there.',
  })
}

/** Nobody gets the answer, and it is no failure of ours. */
function clientLeft(cause: unknown): BodyError {
  return new BodyError('E_BODY_ABORTED', 'The client left before PHP had answered.', { cause })
}

function withSlash({ path, queryString }: HttpRequest): string {
  return queryString === '' ? `${path}/` : `${path}/?${queryString}`
}
