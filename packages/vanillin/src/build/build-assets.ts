import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import type { Manifest } from 'vite'
import { assetNames } from '../app/asset-names.ts'
import { viteConfig } from '../app/vite-config.ts'
import { createViteLogger } from '../app/vite-logger.ts'

/**
 * Builds the front end into `dist/public/assets/`, with hashed names. Returns the URL of each file by the
 * name that `asset()` is called with.
 */
export async function buildAssets(root: string, outputFolder: string): Promise<Record<string, string>> {
  const folder = join(root, 'app/assets')
  const { entries, files } = assetNames(root)
  const urls = copyHashed(folder, files, outputFolder)
  return entries.length === 0 ? urls : { ...urls, ...(await buildEntries(root, entries, outputFolder)) }
}

async function buildEntries(
  root: string,
  entries: readonly string[],
  outputFolder: string,
): Promise<Record<string, string>> {
  const { build } = await import('vite')
  await build(
    await viteConfig(root, {
      // What fails is thrown as well.
      customLogger: { ...createViteLogger(root), error() {} },
      build: {
        outDir: join(outputFolder, 'public'),
        assetsDir: 'assets',
        emptyOutDir: false,
        manifest: 'manifest.json',
        sourcemap: false,
        rolldownOptions: { input: entries.map((name) => join(root, 'app/assets', name)) },
      },
    }),
  )
  const manifestFile = join(outputFolder, 'public/manifest.json')
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest
  rmSync(manifestFile)
  return Object.fromEntries(
    Object.values(manifest)
      .filter(({ isEntry, src }) => isEntry === true && src !== undefined)
      .map(({ src, file, css = [] }) => {
        linkStyles(join(outputFolder, 'public', file), css)
        return [src!.slice('app/assets/'.length), `/${file}`]
      }),
  )
}

/** Styles that a script imports become a file of their own: the script links it, as Vite does in development. */
function linkStyles(script: string, styles: readonly string[]): void {
  if (styles.length === 0) return
  const urls = JSON.stringify(styles.map((file) => `/${file}`))
  const link = `for(const href of ${urls})document.head.append(Object.assign(document.createElement("link"),{rel:"stylesheet",href}));`
  writeFileSync(script, link + readFileSync(script, 'utf8'))
}

function copyHashed(folder: string, names: readonly string[], outputFolder: string): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const content = readFileSync(join(folder, name))
      const hash = createHash('sha256').update(content).digest('base64url').slice(0, 8)
      const { dir, name: base, ext } = parse(name)
      const url = `/assets/${dir === '' ? '' : `${dir}/`}${base}-${hash}${ext}`
      const file = join(outputFolder, 'public', url)
      mkdirSync(parse(file).dir, { recursive: true })
      writeFileSync(file, content)
      return [name, url]
    }),
  )
}
