// npm run build: install if needed, compile every package, run each package's own build step.
import { build } from './steps/build.js'
import { installIfNeeded } from './steps/install.js'

try {
  await installIfNeeded()
  await build()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
