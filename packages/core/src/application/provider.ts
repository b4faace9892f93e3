import type { Application } from './application.ts'

/**
 * A part of the framework or of an app that joins in the life of the application: a database, a mailer, a cache.
 * All providers register, then all boot, both in the order of the boot list; they shut down in reverse.
 */
export interface Provider {
  readonly name: string
  /** Offers services and view helpers. Nothing may be used yet. */
  register?(app: Application): void
  /** Connects; other providers' services are there. An error stops the boot. */
  boot?(app: Application): void | Promise<void>
  /** The app is listening. */
  ready?(app: Application): void | Promise<void>
  /** The last response is out. */
  shutdown?(app: Application): void | Promise<void>
}
