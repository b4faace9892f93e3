/** Whether a text has no half of a character, which UTF-8 cannot write: two of them would be one key. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}
