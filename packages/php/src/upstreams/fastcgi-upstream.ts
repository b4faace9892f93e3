import { Readable } from 'node:stream'
import { toVariables } from '../handover/app-variables.ts'
import { headerVariables } from '../handover/header-variables.ts'
import type { Script } from '../handover/script.ts'
import { appVariables, requestVariables } from '../handover/server-variables.ts'
import { BridgeError } from '../errors/bridge-error.ts'
import type { FastCgiAnswer } from '../fastcgi/exchange.ts'
import { describeAddress, type FastCgiAddress } from '../fastcgi/fastcgi-address.ts'
import { encodeNameValues, type Parameter } from '../fastcgi/name-values.ts'
import { FastCgiPool } from '../fastcgi/fastcgi-pool.ts'
import type { AnswerLimits, ConnectionLimits } from './connection-limits.ts'
import { isSafe, type Handover, type PhpUpstream, type UpstreamAnswer } from './php-upstream.ts'

export interface FastCgiUpstreamSettings extends AnswerLimits, ConnectionLimits {
  readonly address: FastCgiAddress
  /** Where php-fpm has the root, if that is elsewhere. */
  readonly root: string | undefined
  readonly env: Readonly<Record<string, string>>
}

/** php-fpm, or whatever else speaks FastCGI. */
export class FastCgiUpstream implements PhpUpstream {
  readonly description: string
  readonly pool: FastCgiPool
  readonly #settings: FastCgiUpstreamSettings
  readonly #env: readonly Parameter[]
  /** The variables of the app, encoded once for a root. */
  #ofApp = { documentRoot: '', encoded: '' }

  constructor(settings: FastCgiUpstreamSettings) {
    this.#settings = settings
    this.#env = toVariables(settings.env)
    this.description = `php-fpm at ${describeAddress(settings.address)}`
    this.pool = new FastCgiPool(settings)
  }

  async answer({ request, script, root, body }: Handover): Promise<UpstreamAnswer> {
    if (script === undefined || root === undefined)
      throw new BridgeError('E_PHP_OPTIONS', 'FastCGI runs scripts of a folder: `root` is missing.')
    const documentRoot = this.#settings.root ?? root
    const bodyBytes = body.sizeBytes
    const answer = await this.pool.send(
      {
        parameters:
          encodeNameValues(requestVariables({ request, script, documentRoot, bodyBytes })) +
          this.#encodedOfApp(documentRoot) +
          encodeNameValues(headerVariables(request)),
        body: bodyBytes === 0 ? undefined : body.open(),
        onAbort: (callback) => request.onAbort(callback),
        onReport: (report) => request.log.warn({ php: report, script: script.name }, 'PHP reports.'),
      },
      { isRepeatable: isSafe(request.method) && body.isInMemory },
    )
    assertSeen(answer, documentRoot, script)
    return answer
  }

  close(): void {
    this.pool.close()
  }

  #encodedOfApp(documentRoot: string): string {
    if (this.#ofApp.documentRoot !== documentRoot) {
      const encoded = encodeNameValues(appVariables({ documentRoot, env: this.#env }))
      this.#ofApp = { documentRoot, encoded }
    }
    return this.#ofApp.encoded
  }
}

/** The script was there a moment ago. That php-fpm sees none is its user or its file system, and its 404 would send people looking elsewhere. */
function assertSeen({ status, report, body }: FastCgiAnswer, documentRoot: string, script: Script): void {
  if (status !== 404 || !report.includes('Primary script unknown')) return
  if (body instanceof Readable) body.destroy()
  const path = [documentRoot, ...script.parts].join('/')
  throw new BridgeError('E_PHP_SCRIPT_UNSEEN', `php-fpm cannot see or read ${path}, which is there.`)
}
