/** What a row's request is made of; its path is that of the row, `/<id>`. */
export interface Sent {
  readonly method?: string
  /** Behind the row's path: `/7?page=2`. */
  readonly path?: string
  /** Behind the row's path, for routes with parameters: `/:id`. */
  readonly pattern?: string
  readonly form?: string | Readonly<Record<string, string>>
  /** A form with this file in the field `photo`. */
  readonly photo?: File
  readonly json?: unknown
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly cookie?: string
  /** What the visitor's session holds before. */
  readonly session?: Readonly<Record<string, unknown>>
  /** What was flashed for this request: a message `success`, and as a form that came back its fields and messages. */
  readonly flashed?: string
  readonly old?: Readonly<Record<string, string>>
  readonly errors?: Readonly<Record<string, string[]>>
}

export interface Answer {
  readonly response: Response
  readonly body: string
  /** What the row's expression was. */
  readonly value: unknown
  /** What the session holds behind the request. */
  readonly session: Readonly<Record<string, unknown>>
  /** The session's cookie before and behind it. */
  readonly sessionCookies: readonly [string | undefined, string | undefined]
}

/** What is expected of one row. */
export type Expectation =
  | { kind: 'action'; sent: Sent; names: Names; check: (answer: Answer) => void | Promise<void> }
  | { kind: 'view'; sent: Sent; props: Names; check: (html: string) => void | Promise<void> }
  | { kind: 'code'; check: (code: string) => void | Promise<void> }
  | { kind: 'notYet'; name: RegExp }

type Names = Readonly<Record<string, unknown>>
