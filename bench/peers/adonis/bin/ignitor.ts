import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'

const root = new URL('../', import.meta.url)

/** Files of the app are imported relative to its root, packages as they are. */
const importer = (name: string): Promise<unknown> =>
  name.startsWith('.') ? import(new URL(name, root).href) : import(name)

/** What the server and the command line have in common. */
export const ignitor = new Ignitor(root, { importer }).tap((app) => {
  app.booting(async () => {
    await import('#start/env')
  })
  app.listen('SIGTERM', () => void app.terminate())
})
