import { createRequire } from 'node:module'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Plugin, PluginBuild } from 'esbuild'
import type { BuildTarget } from './build-target.ts'
import type { NativeFiles } from './native-files.ts'
import { wrongPlatform } from './native-plugin.ts'

const FINDER = 'node-gyp-build-optional-packages'
const LOADED = "('lmdb')"
const BUNDLED = './native/lmdb.cjs'

/**
 * Shared dictionaries load lmdb when the first one is opened, and lmdb looks for its binary at run time. In a build it is a file of its own in
 * `dist/native/`, beside the binaries of the target. An app that has no lmdb is left as it is.
 */
export function lmdbPlugin(target: BuildTarget, files: NativeFiles): Plugin {
  return {
    name: 'vanillin:lmdb',
    setup(build) {
      build.onLoad({ filter: /[\\/]dictionary[\\/]load-lmdb\.[jt]s$/ }, async ({ path }) => {
        const contents = await readFile(path, 'utf8')
        const loader = path.endsWith('.ts') ? 'ts' : 'js'
        const lmdb = findModule('lmdb', path)
        if (lmdb === undefined) return { contents, loader }
        await writeLmdb(build, lmdb, binariesOf(lmdb, target), files)
        return { contents: contents.replace(LOADED, `('${BUNDLED}')`), loader }
      })
    },
  }
}

/** By the Node version that they are for, `napi` for any. @throws UserError when there is none for the target */
function binariesOf(lmdb: string, target: BuildTarget): ReadonlyMap<string, string> {
  const { os, processor, libc } = target
  const manifest = findModule(`@lmdb/lmdb-${os}-${processor}/package.json`, lmdb)
  const folder = manifest === undefined ? undefined : dirname(manifest)
  const binaries = new Map<string, string>()
  for (const name of folder === undefined ? [] : readdirSync(folder)) {
    const tags = name.split('.')
    const isOfLibc = libc === undefined || tags.includes(libc)
    const version = tags.find((tag) => /^(?:abi\d+|napi)$/.test(tag))
    if (tags.at(-1) === 'node' && isOfLibc && version !== undefined)
      binaries.set(version.replace('abi', ''), join(folder!, name))
  }
  if (binaries.size === 0) throw wrongPlatform(lmdb, target)
  return binaries
}

async function writeLmdb(
  { esbuild }: PluginBuild,
  lmdb: string,
  binaries: ReadonlyMap<string, string>,
  files: NativeFiles,
): Promise<void> {
  const names = Array.from(binaries, ([version, file]) => [
    version,
    `./${basename(files.add(file, `lmdb-${version}.node`))}`,
  ])
  const table = JSON.stringify(Object.fromEntries(names))
  const finder: Plugin = {
    name: FINDER,
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${FINDER}$`) }, ({ path }) => ({ path, namespace: FINDER }))
      build.onLoad({ filter: /.*/, namespace: FINDER }, () => ({
        contents: `const files = ${table}\nmodule.exports = () => require(files[process.versions.modules] ?? files.napi)`,
        loader: 'js',
      }))
    },
  }
  await esbuild.build({
    entryPoints: [lmdb],
    outfile: join(files.folder, 'lmdb.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // msgpackr does without it, and so do dictionaries.
    external: ['msgpackr-extract', './lmdb-*.node'],
    plugins: [finder],
    legalComments: 'none',
    logLevel: 'silent',
  })
}

function findModule(name: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(name)
  } catch {
    return undefined
  }
}
