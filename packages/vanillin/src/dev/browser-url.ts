import { posix, sep } from 'node:path'

/** Vite's own, and the folders of the app that a browser may have. */
const PREFIXES = [
  '/@vite/',
  '/@id/__x00__',
  '/node_modules/',
  '/app/assets/',
  '/.vanillin/vite/',
  '/__open-in-editor',
]

/**
 * Tells which URLs Vite answers in development; all others are the app's. Vite alone would serve any file
 * below the app's folder, config and models included.
 *
 * @param folders absolute, from which `/@fs/` may serve
 */
export function createBrowserUrlTest(folders: readonly string[]): (url: string) => boolean {
  const outside = folders.map((folder) => `/@fs/${folder.split(sep).join('/').replace(/^\//, '')}/`)
  const prefixes = [...PREFIXES, ...outside]
  return (url) => {
    // Most URLs are the app's: see that at a glance.
    if (!/^\/(@|node_modules|app\/assets|\.vanillin|__open)/.test(url)) return false
    const path = decode(url.split(/[?#]/, 1)[0]!)
    if (path === undefined || path.includes('\\') || path !== posix.normalize(path)) return false
    return prefixes.some((prefix) => path.startsWith(prefix))
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
