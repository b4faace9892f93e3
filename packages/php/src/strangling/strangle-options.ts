import type { Duration } from '@vanillin/core'
import type { ShadowOptions } from '../shadowing/shadow-options.ts'

/** Who gets the port of a route, and what happens when it fails. */
export interface StrangleOptions {
  /**
   * How many visitors in a hundred get the port; PHP answers the others. Each stays on his side, on all routes, and those of a smaller number
   * are among those of a larger one. Default: 100.
   */
  readonly percent?: number
  /** A header by which a request chooses for itself: `ported` or `php`. */
  readonly header?: string
  /** A cookie by which a visitor chooses for himself: `ported` or `php`. */
  readonly cookie?: string
  /** How long a port may take for a GET, HEAD or OPTIONS before PHP answers in its place. Default: ten seconds. */
  readonly timeout?: Duration
  /** Runs the port beside PHP for those whom PHP answers, and notes where both differ. Default: not. */
  readonly shadow?: true | ShadowOptions
}
