import { AsyncLocalStorage } from 'node:async_hooks'

/** The request that a promise was made for, so that one that nobody awaited can be told by it. */
export const requestContext: AsyncLocalStorage<{ readonly method: string; readonly path: string }> =
  new AsyncLocalStorage()
