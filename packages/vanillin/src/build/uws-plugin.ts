import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'
import type { BuildTarget } from './build-target.ts'
import type { NativeFiles } from './native-files.ts'

/** Node 20 and Node 22: `process.versions.modules` of the versions that uws-pack has binaries for. */
const PACKED_ABIS = ['115', '127']

/** Node 20, 22, 24, 25, 26, as the official package has them. */
const OFFICIAL_ABIS = ['115', '127', '137', '141', '147']

/**
 * Both packages of uWebSockets.js make up the name of their binary at run time. The binaries of the target
 * are copied, one for each Node version, and the name is looked up among them.
 */
export function uwsPlugin(target: BuildTarget, files: NativeFiles): Plugin {
  return {
    name: 'vanillin:uws',
    setup(build) {
      build.onLoad({ filter: /[\\/]uws-pack[\\/]dist[\\/]uws\.mjs$/ }, ({ path }) => ({
        contents: `export default ${loadBinary(join(dirname(path), 'bin'), PACKED_ABIS, target, files)}`,
        loader: 'js',
      }))
      build.onLoad({ filter: /[\\/]uWebSockets\.js[\\/]uws\.js$/ }, ({ path }) => ({
        contents: `module.exports = ${loadBinary(dirname(path), OFFICIAL_ABIS, target, files)}`,
        loader: 'js',
      }))
      // An app need not have the official package; the uws core looks for it first and takes this for "no".
      build.onResolve(
        { filter: /^uWebSockets\.js$/ },
        async ({ path, resolveDir, importer, pluginData, kind }) => {
          if (pluginData === 'vanillin:uws') return undefined
          const found = await build.resolve(path, { resolveDir, importer, kind, pluginData: 'vanillin:uws' })
          return found.errors.length === 0 ? found : { path, namespace: 'vanillin-missing' }
        },
      )
      build.onLoad({ filter: /.*/, namespace: 'vanillin-missing' }, ({ path }) => ({
        contents: `throw Object.assign(new Error("Cannot find package '${path}'"), { code: 'ERR_MODULE_NOT_FOUND' })`,
        loader: 'js',
      }))
    },
  }
}

/** An expression that loads the binary for the Node version at hand. */
function loadBinary(
  folder: string,
  abis: readonly string[],
  target: BuildTarget,
  files: NativeFiles,
): string {
  const found = abis.flatMap((abi) => {
    const file = join(folder, `uws_${target.os}_${target.processor}_${abi}.node`)
    return target.libc !== 'musl' && existsSync(file) ? [[abi, files.add(file)] as const] : []
  })
  const lookUp = `(${JSON.stringify(Object.fromEntries(found))})[process.versions.modules]`
  return `(() => {
  const file = ${lookUp}
  if (file === undefined) {
    throw new Error('this build has no uWebSockets.js for Node ' + process.versions.node)
  }
  return require(file)
})()`
}
