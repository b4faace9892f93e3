import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Application } from '../application/application.ts'
import type { ServiceToken } from '../application/services.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import { FileStorage } from '../files/file-storage.ts'
import { Visitor, type Send, type VisitorOptions } from './client/visitor.ts'
import { sendInProcess } from './send-in-process.ts'

/**
 * An app in process, without a socket, on a storage folder of its own, and its first visitor. Made by `testApp()` of `vanillin/testing`.
 *
 * @example
 * const page = await app.visit('/')
 * const next = await page.submit('form', { name: 'Ada', body: 'Hello' })
 * expect(next.text('article')).toContain('Ada')
 */
export class TestApp extends Visitor {
  readonly application: Application
  readonly #origin: URL
  readonly #send: Send
  readonly #options: VisitorOptions
  readonly #storage = new FileStorage(join(tmpdir(), `vanillin-test-${randomBytes(8).toString('hex')}`))
  readonly #returnStorage: () => void
  #restores: (() => void)[] = []

  /** @throws VanillinError `E_TEST_ENVIRONMENT` for an app that does not know that it is tested */
  constructor(application: Application, options: VisitorOptions = {}) {
    if (application.environment !== 'test')
      throw new VanillinError('E_TEST_ENVIRONMENT', `The app runs for ${application.environment}.`)
    const origin = new URL(application.config.app.url ?? 'http://localhost')
    const send: Send = (request) => sendInProcess(application, request)
    super(origin, send, options)
    this.application = application
    this.#origin = origin
    this.#send = send
    this.#options = options
    this.#returnStorage = application.swap(FileStorage, this.#storage)
  }

  /** Another visitor, with cookies of their own. */
  visitor(options: VisitorOptions = {}): Visitor {
    return new Visitor(this.#origin, this.#send, { ...this.#options, ...options })
  }

  /** One request without cookies, redirects and headers of a browser; for streams, and for what no browser sends. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    return this.application.fetch(input, init)
  }

  /** A service of the app. @throws VanillinError `E_SERVICE_NOT_PROVIDED` */
  use<Service>(token: ServiceToken<Service>): Service {
    return this.application.use(token)
  }

  /**
   * Puts a fake in the place of a service, until the function that it returns is called, or the test is over.
   *
   * @example
   * const mailer = new FakeMailer()
   * app.swap(Mailer, mailer)
   */
  swap<Service>(token: ServiceToken<Service>, fake: Service): () => void {
    const restore = this.application.swap(token, fake)
    this.#restores.push(restore)
    return () => {
      if (!this.#restores.includes(restore)) return
      this.#restores = this.#restores.filter((one) => one !== restore)
      restore()
    }
  }

  /** Puts back every service that was swapped, the last one first. `testApp()` does it after each test. */
  restore(): void {
    for (const restore of this.#restores.splice(0).toReversed()) restore()
  }

  /** Shuts the app down, and removes what it has stored. `testApp()` does it after the last test of a file. */
  async close(): Promise<void> {
    this.restore()
    await this.application.shutdown()
    this.#returnStorage()
    await rm(this.#storage.folder, { recursive: true, force: true })
  }
}
