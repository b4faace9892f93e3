import { rmSync } from 'node:fs'

const users = new Map<string, number>()

/** Dictionaries of tests lie in a folder of their process, which the last app that uses it takes away. Answers the way out. */
export function enterTestFolder(folder: string): () => void {
  users.set(folder, (users.get(folder) ?? 0) + 1)
  return () => {
    const left = users.get(folder)! - 1
    if (left > 0) {
      users.set(folder, left)
      return
    }
    users.delete(folder)
    rmSync(folder, { recursive: true, force: true })
  }
}
