// Run by scripts/build.js after tsc: takes along the few files of @vanillin/database that read PHP settings.
import { build } from 'esbuild'

const file = 'dist/php/php-settings.js'

await build({
  entryPoints: [file],
  outfile: file,
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
})
