/** What the supervisor tells the process that runs the app. A `connection` carries the socket with it. */
export type SupervisorMessage =
  | { readonly type: 'boot' }
  | { readonly type: 'connection' }
  | { readonly type: 'drain' }
  | { readonly type: 'migrate' }

/** What the process that runs the app tells the supervisor. */
export type ChildMessage =
  /** Requests are served: the app's pages, or the error page of a boot that failed. */
  | {
      readonly type: 'serving'
      readonly ok: boolean
      readonly address?: { readonly host: string; readonly port: number }
    }
  /** A file changed that only a new process can take in. */
  | { readonly type: 'swap'; readonly file: string }
