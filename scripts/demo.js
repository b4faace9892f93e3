// npm run demo: from a clean clone to a running app, made by the real `npm create vanillin@latest` from packed
// packages, in a folder outside of this repository. With `-- --check` it looks at the pages, in development and built,
// and ends.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './steps/build.js'
import { installIfNeeded } from './steps/install.js'
import { TimedSteps } from './steps/timed-steps.js'
import { stopChildren } from './demo/child.js'
import { Demo } from './demo/demo.js'

const isCheck = process.argv.includes('--check')
const folder = mkdtempSync(join(tmpdir(), 'vanillin-demo-'))
const steps = new TimedSteps()
const demo = new Demo(folder)

/** @type {[string, () => Promise<void>][]} */
const plan = [
  ['install the workspace', installIfNeeded],
  ['build the packages', build],
  ['pack them, start a registry for them', () => demo.publish()],
  ['npm create vanillin@latest guestbook', () => demo.create()],
  ['migrate and seed the embedded database', () => demo.migrate()],
]
/** @type {[string, () => Promise<void>][]} */
const checks = [
  ['start it in development', () => demo.startDevelopment()],
  ['pages in development', () => demo.checkPages()],
  ['stop it', () => demo.stop()],
  ["the app's own tests, types and lint", () => demo.checkApp()],
  ['build it', () => demo.build()],
  ['start it built, in an empty folder without node_modules', () => demo.startBuilt()],
  ['pages of the built app', () => demo.checkPages()],
  ['stop it', () => demo.stop()],
]

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => void end(130))

let isGood = true
for (const [name, step] of isCheck ? [...plan, ...checks] : plan) {
  isGood = await steps.run(name, step)
  if (!isGood) break
}
console.log(`\n${steps.summary()}`)

if (isGood && !isCheck) {
  await demo.stay()
  await end(0)
}
await end(isGood ? 0 : 1)

/** @param {number} code */
async function end(code) {
  await stopChildren()
  await demo.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  process.exit(code)
}
