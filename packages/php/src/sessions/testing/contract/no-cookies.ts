import type { SessionAccess } from '../../php-session-store.ts'

/** For stores that look at none. */
export const noCookies: SessionAccess['cookies'] = { get: () => undefined, set: () => {}, delete: () => {} }
