import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BuildFailure, BuildResult, Message, Plugin } from 'esbuild'
import { compileViews } from '@vanillin/core/view'
import { UserError } from '../cli/user-error.ts'
import type { BuildTarget } from './build-target.ts'
import { globPlugin } from './glob-plugin.ts'
import { lmdbPlugin } from './lmdb-plugin.ts'
import { nativePlugin } from './native-plugin.ts'
import type { NativeFiles } from './native-files.ts'
import { pgPlugin } from './pg-plugin.ts'
import { unbundleable } from './refuse-unbundleable.ts'
import { uwsPlugin } from './uws-plugin.ts'

export interface BundleOptions {
  readonly root: string
  readonly outputFolder: string
  readonly entry: string
  readonly target: BuildTarget
  readonly nativeFiles: NativeFiles
  /** Packages that stay outside. */
  readonly external: readonly string[]
}

/** CommonJS inside an ES module looks for these. */
const COMMON_JS = `import { createRequire as __createRequire } from 'node:module'
import { dirname as __dirnameOf } from 'node:path'
import { fileURLToPath as __fileOf } from 'node:url'
const require = __createRequire(import.meta.url)
const __filename = __fileOf(import.meta.url)
const __dirname = __dirnameOf(__filename)`

/** Packages that others import if they are there, and do without if not. */
const OPTIONAL = ['pg-native', 'pino-pretty', 'cloudflare:sockets']

/** Writes dist/server.js, which starts dist/app.js, and beside them the chunks that are loaded when they are needed: the app and all of its dependencies, with source maps. */
export async function bundle(options: BundleOptions): Promise<BuildResult<{ metafile: true }>> {
  const { root, outputFolder, entry, target, nativeFiles, external } = options
  const { build } = await import('esbuild')
  try {
    return await build({
      absWorkingDir: root,
      entryPoints: [
        { in: ENTRY, out: 'app' },
        { in: SERVER, out: 'server' },
      ],
      outdir: outputFolder,
      bundle: true,
      // Without it what import() reaches is wrapped into functions, and esbuild forgets to call some of them for
      // packages without side effects: classes were undefined. Chunks lie beside app.js: they look for files there.
      splitting: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      banner: { js: COMMON_JS },
      sourcemap: 'linked',
      // The first error would otherwise read every source of every dependency into memory.
      sourcesContent: false,
      legalComments: 'none',
      metafile: true,
      external: [...OPTIONAL, ...external],
      plugins: [
        entryPlugin(root, entry),
        viewsPlugin(root),
        globPlugin(root),
        pgPlugin(),
        uwsPlugin(target, nativeFiles),
        lmdbPlugin(target, nativeFiles),
        nativePlugin(target, nativeFiles),
      ],
      logLevel: 'silent',
    })
  } catch (error) {
    throw explain(error as BuildFailure)
  }
}

const ENTRY = 'vanillin:entry'
const SERVER = fileURLToPath(new URL(`../server/entry${extname(import.meta.url)}`, import.meta.url))

function entryPlugin(root: string, contents: string): Plugin {
  return {
    name: ENTRY,
    setup(build) {
      build.onResolve({ filter: /^vanillin:entry$/ }, ({ path }) => ({ path, namespace: 'vanillin' }))
      build.onLoad({ filter: /^vanillin:entry$/, namespace: 'vanillin' }, () => ({
        contents,
        resolveDir: root,
        loader: 'ts',
      }))
    },
  }
}

function viewsPlugin(root: string): Plugin {
  return {
    name: 'vanillin:views',
    setup(build) {
      build.onResolve({ filter: /^vanillin:views$/ }, ({ path }) => ({ path, namespace: 'vanillin' }))
      build.onLoad({ filter: /^vanillin:views$/, namespace: 'vanillin' }, async () => ({
        contents: await compileViews(join(root, 'app/views'), { root }),
        loader: 'js',
      }))
    },
  }
}

function explain(failure: BuildFailure): Error {
  const { errors } = failure
  if (errors === undefined) return failure
  // A plugin's own refusal knows best what to do.
  const own = errors.find(({ detail }) => detail instanceof Error)?.detail as Error | undefined
  if (own !== undefined) return own
  const missing = errors.map((error) => missingPackage(error)).filter((name) => name !== undefined)
  if (missing.length > 0 && missing.length === errors.length)
    return unbundleable([...new Set(missing)].map((name) => ({ name })))
  return new UserError(errors.map(describe).join('\n'), 'Correct it, then build again.')
}

/** The package that a file in node_modules asks for and that is not installed. */
function missingPackage({ text, location }: Message): string | undefined {
  if (!location?.file.includes('node_modules/')) return undefined
  const wanted = /^Could not resolve "([^."/][^"]*)"/.exec(text)?.[1]
  return wanted
    ?.split('/')
    .slice(0, wanted.startsWith('@') ? 2 : 1)
    .join('/')
}

function describe({ text, location }: Message): string {
  return location === null
    ? text
    : `${location.file}:${location.line}:${location.column + 1} ${text}\n    ${location.lineText.trim()}`
}
