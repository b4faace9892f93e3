/** What of a session's id is in its cookie. */
export interface SessionCookie {
  readonly name: string
  /** The id; undefined for a cookie that nobody has made. */
  read(value: string): string | undefined
  write(id: string): string
}

/** The id itself, as PHP sends it. */
export function plainCookie(name: string): SessionCookie {
  return { name, read: (value) => value, write: (id) => id }
}
