/** The second, since 1970, in which a lock of `ttlMs` is surely over. */
export function expirationAfter(ttlMs: number): number {
  return Math.ceil((Date.now() + ttlMs) / 1_000)
}

/** The second that Laravel compares with: a lock is over as soon as its own has begun. */
export function currentSecond(): number {
  return Math.floor(Date.now() / 1_000)
}
