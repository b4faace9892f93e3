import { relative, sep } from 'node:path'
import type { Plugin } from 'vite'

/** Folders of the app whose files a browser may have. */
const FOR_BROWSERS = ['app/assets/', 'node_modules/', '.vanillin/vite/']

/**
 * Keeps the server's code, and the secrets that it may hold, out of the browser: a page's script imports
 * from app/assets/ and from packages alone, in development as in the build.
 */
export function browserBoundary(root: string): Plugin {
  return {
    name: 'vanillin:browser-boundary',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'client',
    load(id) {
      const path = relative(root, id.split('?', 1)[0]!).split(sep).join('/')
      // Virtual modules, and what lies outside of the app, where Vite's own rules hold.
      if (id.startsWith('\0') || path.startsWith('../') || /^[A-Za-z]:/.test(path)) return undefined
      if (FOR_BROWSERS.some((folder) => path.startsWith(folder))) return undefined
      return this.error(
        `${path} is code of the server. A browser gets what lies in app/assets/, and packages.`,
      )
    },
  }
}
