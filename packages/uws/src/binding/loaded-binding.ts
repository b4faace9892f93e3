import type { Binding } from './load-binding.ts'

/**
 * The binding, once it is loaded. In the bundle this is what hyper-express gets when it requires
 * `uWebSockets.js` (build.js); it can wait for nothing, so it must be here by then.
 */
export const loaded: { binding?: Binding } = {}
