// npm test [-- filter...]: install and build if needed, check, test. `--full` adds what takes long (test:full).
import { build } from './steps/build.js'
import { checks } from './steps/checks.js'
import { runFullTests } from './steps/full-tests.js'
import { installIfNeeded } from './steps/install.js'
import { TimedSteps } from './steps/timed-steps.js'
import { runVitest, slowTests } from './steps/vitest.js'

const isFull = process.argv.includes('--full')
const args = process.argv.slice(2).filter((arg) => arg !== '--full')
const isFiltered = args.length > 0

const steps = new TimedSteps()
/** @type {import('./steps/vitest.js').TestCounts} */
let counts = { passed: 0, failed: 0, skipped: 0, failures: [] }

const isReady = (await steps.run('install', installIfNeeded)) && (await steps.run('build', build))
if (isReady) {
  if (isFiltered) console.log('\na filter was given: the checks of the whole repository are left out')
  else await steps.runTwoAtATime(checks)

  await steps.run('tests', async () => {
    const excluded = slowTests.map((pattern) => `--exclude=${pattern}`)
    const { code, ...result } = await runVitest([...excluded, ...args])
    counts = result
    return result.failed > 0 ? 1 : code
  })
  if (isFull) counts = await runFullTests(steps, counts)
}

console.log(`\n${steps.summary()}`)
for (const failure of counts.failures) console.log(`failed: ${failure}`)
if (!steps.isPassed) {
  console.log(
    `failed steps: ${steps.results
      .filter((step) => !step.isPassed)
      .map((step) => step.name)
      .join(', ')}`,
  )
  process.exitCode = 1
}
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`)
