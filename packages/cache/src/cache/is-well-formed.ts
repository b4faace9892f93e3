/** Whether a text has no half of a character, which UTF-8 cannot write: two of them would be one key. */
export function isWellFormed(text: string): boolean {
  return (text as WellFormedString).isWellFormed()
}

/** Of ES2024, which Node 20 has. */
type WellFormedString = string & { isWellFormed(): boolean }
