/** An unread rest of a request body up to this size is read and thrown away; a longer one costs the connection. */
export const MAX_DISCARDED_BYTES: number = 256 * 1024
