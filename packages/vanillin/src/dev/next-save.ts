import { existsSync, watch, type FSWatcher } from 'node:fs'
import { join } from 'node:path'

/** Folders whose files make the app; dependencies, build output and the embedded database are not among them. */
const WATCHED = ['app', 'config', 'database/migrations', 'database/seeds']

/** Resolves with the name of the next file of the app that is saved. */
export function nextSave(root: string): Promise<string> {
  return new Promise((resolve) => {
    const watchers: FSWatcher[] = []
    const saved = (folder: string, file: string | null): void => {
      if (file === null || (folder === '' && !/\.ts$|^\.env/.test(file))) return
      for (const watcher of watchers) watcher.close()
      resolve(join(folder, file))
    }
    watchers.push(watch(root, (_event, file) => saved('', file)))
    for (const folder of WATCHED) {
      if (!existsSync(join(root, folder))) continue
      watchers.push(watch(join(root, folder), { recursive: true }, (_event, file) => saved(folder, file)))
    }
  })
}
