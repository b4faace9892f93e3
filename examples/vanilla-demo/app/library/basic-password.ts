import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether an Authorization header brings this password, for any user name; takes the same time either way. */
export function hasBasicPassword(authorization: string | undefined, password: string): boolean {
  const [scheme, credentials = ''] = (authorization ?? '').split(' ')
  const [, ...given] = Buffer.from(credentials, 'base64').toString('utf8').split(':')
  return scheme?.toLowerCase() === 'basic' && timingSafeEqual(digest(given.join(':')), digest(password))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
