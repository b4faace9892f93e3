import { defaultLimits, type HttpLimits } from '@vanillin/http'

/** What is refused to be read: by the HTTP core, and by what the app does with it. */
export interface RequestLimits extends HttpLimits {
  /**
   * More JSON is answered 413: it is parsed in one go, while no other request of the process is served. JSON is a body too, so what
   * is to go beyond `maxBodyBytes` raises both.
   */
  readonly maxJsonBytes: number
}

export const defaultRequestLimits: RequestLimits = { ...defaultLimits, maxJsonBytes: 1024 * 1024 }
