import { relative } from 'node:path'
import type { Plugin } from 'esbuild'
import { UserError } from '../cli/user-error.ts'
import { describeTarget, hostTarget, type BuildTarget } from './build-target.ts'
import type { NativeFiles } from './native-files.ts'
import { packageOf } from './package-of.ts'

/** Copies native files that a dependency names outright, and refuses those of another platform. */
export function nativePlugin(target: BuildTarget, files: NativeFiles): Plugin {
  const isHere = describeTarget(target) === describeTarget(hostTarget())
  return {
    name: 'vanillin:native',
    setup(build) {
      build.onResolve({ filter: /^\.\/native\// }, ({ path }) => ({ path, external: true }))
      build.onLoad({ filter: /\.node$/ }, ({ path }) => {
        if (!isHere) throw wrongPlatform(path, target)
        return { contents: `module.exports = require(${JSON.stringify(files.add(path))})`, loader: 'js' }
      })
    },
  }
}

/** What to do about a native file that is not for the target. */
export function wrongPlatform(file: string, target: BuildTarget): UserError {
  const owner = packageOf(file)
  const { os, processor, libc } = target
  const flags = [`--os=${os}`, `--cpu=${processor}`, ...(libc === undefined ? [] : [`--libc=${libc}`])]
  return new UserError(
    `${owner?.name ?? relative(process.cwd(), file)} has a native file for this machine, not for ${describeTarget(target)}.`,
    `Build on such a machine (or in its container), or fetch the packages of the target first:\nnpm install ${flags.join(' ')}`,
  )
}
