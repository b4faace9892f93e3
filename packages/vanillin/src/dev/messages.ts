/** Where config/app.ts wants the app to listen. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** What the supervisor tells the process that runs the app. A `connection` carries the socket with it. */
export type SupervisorMessage =
  | { readonly type: 'load' }
  /** The port is ours: go on and boot. */
  | { readonly type: 'boot' }
  | { readonly type: 'connection' }
  | { readonly type: 'drain' }
  | { readonly type: 'migrate' }

/** What the process that runs the app tells the supervisor. */
export type ChildMessage =
  /** The app is loaded, and waits for the word to boot. */
  | { readonly type: 'loaded'; readonly address: Address }
  /** Requests are served: the app's pages, or the error page of a boot that failed. */
  | { readonly type: 'serving'; readonly ok: boolean }
  /** A file changed that only a new process can take in. */
  | { readonly type: 'swap'; readonly file: string }
  /** A source was saved, or types were generated anew. */
  | { readonly type: 'saved' }
