/** A name for a table in a statement where others are taken: its own, if it may have it. */
export function nameBeside(table: string, ...taken: readonly string[]): string {
  let name = table
  for (let number = 2; taken.includes(name); number++) name = `${table}_${number}`
  return name
}
