/** What of CodeIgniter's config decides where its sessions are. */
export interface CodeIgniterSettings {
  readonly version: 3 | 4
  /** The name of the cookie, which is part of keys and names of files. */
  readonly cookie: string
  /** Whether a session is for one address alone. */
  readonly matchIp: boolean
}
