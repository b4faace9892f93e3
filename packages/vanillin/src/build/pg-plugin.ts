import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

const QUESTION = 'function isCloudflareRuntime() {'

/**
 * To find out whether it runs at Cloudflare, pg makes a `Response` where there is no `navigator`, as on Node 20: that loads all of
 * fetch at start-up. A build runs on Node.
 */
export function pgPlugin(): Plugin {
  return {
    name: 'vanillin:pg',
    setup(build) {
      build.onLoad({ filter: /[\\/]pg[\\/]lib[\\/]stream\.js$/ }, async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replace(QUESTION, `${QUESTION} return false;`),
        loader: 'js',
      }))
    },
  }
}
