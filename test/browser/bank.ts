import { createApp, defineRoutes, html, Plugin, sessions } from 'vanillin'
import type { Application, CoreName, HttpRequest, HttpResponse } from 'vanillin'

export type SameSite = 'lax' | 'none' | 'strict'

/** A request as it came in. */
export interface Arrival {
  readonly attempt: string
  readonly method: string
  readonly status: number
  /** Whether the browser sent the session along. */
  readonly hasSession: boolean
}

declare global {
  namespace Vanillin {
    interface SessionData {
      user: string
    }
  }
}

export interface BankOptions {
  readonly core: CoreName
  readonly sameSite: SameSite
  readonly trustedOrigins?: readonly string[]
}

/** An app worth attacking: it keeps who has logged in, and notes in whose name its actions ran. */
export class Bank {
  readonly port: number
  /** In whose name something was changed; `nobody` without a session. */
  readonly changes: string[]
  readonly arrivals: Arrival[]
  readonly #app: Application

  private constructor(app: Application, port: number, changes: string[], arrivals: Arrival[]) {
    this.#app = app
    this.port = port
    this.changes = changes
    this.arrivals = arrivals
  }

  static async open({ core, sameSite, trustedOrigins = [] }: BankOptions): Promise<Bank> {
    const changes: string[] = []
    const arrivals: Arrival[] = []
    class Record extends Plugin {
      override dispatchLoopShutdown(request: HttpRequest, response: HttpResponse): void {
        const attempt = request.query.string('attempt', '')
        const hasSession = request.headers.get('cookie')?.includes('session=') ?? false
        // What was sent: `_method` makes another of it.
        arrivals.push({ attempt, method: request.method, status: response.status, hasSession })
      }
    }
    const change = (request: HttpRequest): string => {
      changes.push(request.session.get('user') ?? 'nobody')
      return 'done'
    }
    const app = createApp({ app: { name: 'Bank', log: { level: 'silent' }, http: { trustedOrigins } } }, [
      sessions({ driver: 'memory', cookie: { sameSite, ...(sameSite === 'none' ? { secure: true } : {}) } }),
      new Record(),
      defineRoutes((route) => {
        route.get('/login', (request) => {
          request.session.set('user', 'ada')
          const token = request.session.csrfToken()
          return html(
            `<h1>Transfer</h1><form method="post" action="/transfer"><input type="hidden" name="_token" value="${token}"><button>Send</button></form>`,
          )
        })
        route.post('/transfer', change)
        route.delete('/transfer', change)
      }),
    ])
    const { port } = await app.listen({ port: 0, core })
    return new Bank(app, port, changes, arrivals)
  }

  close(): Promise<void> {
    return this.#app.shutdown()
  }
}
