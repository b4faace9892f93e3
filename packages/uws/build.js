// Bundles @vanillin/uws into dist/index.js, hyper-express included. Run it after tsc, which writes the types.
//
// hyper-express names uWebSockets.js as a git dependency, which many networks and package managers refuse, so
// the published package must not depend on hyper-express. Its `require('uWebSockets.js')` becomes the binding
// that src/binding/load-binding.ts has loaded by then.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const folder = dirname(fileURLToPath(import.meta.url))

/** What our code relies on, to the letter. A new hyper-express that says it otherwise fails the build. */
const RELIED_ON = [
  'class Server extends Router {',
  'this._handle_uws_request(route, request, response, null);',
  '_handle_uws_request(route, uws_request, uws_response, socket) {',
  'this.#uws_instance = uWebSockets.SSLApp(this.#options);',
  'this.#uws_instance = uWebSockets.App(this.#options);',
]

/** @type {import('esbuild').Plugin} */
const hyperExpress = {
  name: 'hyper-express',
  setup(builder) {
    builder.onLoad({ filter: /hyper-express[\\/]src[\\/]components[\\/]Server\.js$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8')
      for (const text of RELIED_ON) {
        if (!contents.includes(text)) throw new Error(`hyper-express has changed: ${path} lacks "${text}"`)
      }
      return { contents, loader: 'js' }
    })
    // Required, it is the binding that is loaded already; imported, it is the package to look for at run time.
    builder.onResolve({ filter: /^uWebSockets\.js$/ }, ({ kind, path }) =>
      kind === 'require-call' ? { path, namespace: 'binding' } : { path, external: true },
    )
    builder.onLoad({ filter: /.*/, namespace: 'binding' }, () => ({
      contents: "module.exports = require('./src/binding/loaded-binding.ts').loaded.binding",
      resolveDir: folder,
      loader: 'js',
    }))
  },
}

const { metafile } = await build({
  absWorkingDir: folder,
  entryPoints: ['src/index.ts'],
  outfile: 'dist/index.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['@vanillin/http', 'uws-pack'],
  // hyper-express is CommonJS and requires node's own modules.
  banner: {
    js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)",
  },
  plugins: [hyperExpress],
  metafile: true,
  logLevel: 'warning',
})

await writeFile(join(folder, 'dist/LICENSES.txt'), await licences(Object.keys(metafile.inputs)))

/** The licences of the packages that the bundle carries, as they demand. */
async function licences(inputs) {
  const folders = new Set(
    inputs.flatMap((input) => input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []),
  )
  const texts = [...folders].map(async (input) => {
    const packageFolder = join(folder, input)
    const { name, version, license } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'))
    const file = (await readdir(packageFolder)).find((entry) => /^licen[cs]e/i.test(entry))
    const text = file ? await readFile(join(packageFolder, file), 'utf8') : `Licence: ${license}`
    return `${name} ${version}\n\n${text.trim()}\n`
  })
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`)
}
