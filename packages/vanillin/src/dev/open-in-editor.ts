import { existsSync, realpathSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const PATH = '/__open-in-editor'

/**
 * Whether a request to Vite's `/__open-in-editor?file=` is to be refused. It starts a program with the name of any file
 * that is there, for anybody: only a page of the app may ask, for a file of the app.
 */
export function refusesEditor({ url = '', headers, method }: IncomingMessage, root: string): boolean {
  if (!url.startsWith(PATH)) return false
  if (method !== 'GET' && method !== 'POST') return true
  const file = new URL(url, 'http://localhost').searchParams.get('file')
  return !file || !isSameOrigin(headers) || !isInside(root, file)
}

function isSameOrigin({
  host,
  origin,
  referer,
  'sec-fetch-site': site,
}: IncomingMessage['headers']): boolean {
  if (site !== undefined) return site === 'same-origin'
  // Browsers name the site to localhost and over TLS alone.
  const from = origin ?? referer
  return from !== undefined && URL.canParse(from) && new URL(from).host === host
}

/** @param file as Vite's client names it: a path or a file: URL, with `:line:column` behind it */
function isInside(root: string, file: string): boolean {
  const name = file.replace(/:\d+(:\d+)?$/, '')
  if (name.startsWith('file:') && !URL.canParse(name)) return false
  const path = name.startsWith('file:') ? fileURLToPath(name) : resolve(root, name)
  if (!existsSync(path)) return false
  const near = relative(realpathSync(root), realpathSync(path)).split(sep)
  return near[0] !== '..' && !/^[A-Za-z]:/.test(near[0]!)
}
