import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeMachine, machineLine } from './machine.js'
import { otherNode } from './other-node.js'
import { root } from './root.js'
import { runVitest, slowTests } from './vitest.js'

/** @typedef {import('./vitest.js').TestCounts} TestCounts */
/** @typedef {{ name: string, counts: TestCounts }} Suite */

/** Node versions beside the one that runs the tests. */
const otherVersions = ['22', '24']

/**
 * What `npm run test:full` adds: long fault loops, browsers, the suites on other Node versions. Writes
 * test/results/full.json and full.md.
 *
 * @param {import('./timed-steps.js').TimedSteps} steps
 * @param {TestCounts} counts of the tests that ran before
 * @returns {Promise<TestCounts>} all counts together
 */
export async function runFullTests(steps, counts) {
  /** @type {Suite[]} */
  const suites = [{ name: `Node ${process.version}`, counts }]
  /**
   * @param {string} name
   * @param {readonly string[]} args
   * @param {() => Promise<string>} [node]
   */
  const suite = (name, args, node) =>
    steps.run(name, async () => {
      const { code, ...result } = await runVitest(
        ['--passWithNoTests', ...args],
        node ? { node: await node() } : {},
      )
      suites.push({ name, counts: result })
      return result.failed > 0 ? 1 : code
    })

  await suite('long fault loops', ['.long.test.ts', '--exclude=test/browser/**'])
  // the quick ones have run
  await suite('browser', ['test/browser/', '--exclude=test/browser/!(*.long).test.ts'])
  // packed files, lint rules and browsers do not depend on the version that looks at them
  const excluded = [...slowTests, 'test/packaging/**', 'test/tooling/**', 'test/browser/**'].map(
    (pattern) => `--exclude=${pattern}`,
  )
  for (const version of otherVersions) await suite(`Node ${version}`, excluded, () => otherNode(version))

  writeResults(steps, suites)
  return total(suites)
}

/** @param {Suite[]} suites */
function total(suites) {
  const all = suites.map((suite) => suite.counts)
  return {
    passed: sum(all.map((counts) => counts.passed)),
    failed: sum(all.map((counts) => counts.failed)),
    skipped: sum(all.map((counts) => counts.skipped)),
    failures: suites.flatMap(({ name, counts }) => counts.failures.map((failure) => `[${name}] ${failure}`)),
  }
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((left, right) => left + right, 0)
}

/**
 * @param {import('./timed-steps.js').TimedSteps} steps
 * @param {Suite[]} suites
 */
function writeResults(steps, suites) {
  const machine = describeMachine()
  const counts = suites.map(({ name, counts: { passed, failed, skipped, failures } }) => ({
    name,
    passed,
    failed,
    skipped,
    failures: failures.map((failure) => failure.replace(root, '')),
  }))
  const seconds = steps.results.map((step) => ({ ...step, seconds: Number(step.seconds.toFixed(1)) }))
  const folder = join(root, 'test/results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'full.json'),
    `${JSON.stringify({ machine, suites: counts, steps: seconds }, null, 2)}\n`,
  )
  writeFileSync(
    join(folder, 'full.md'),
    [
      '# Last run of `npm run test:full`',
      '',
      machineLine(machine),
      '',
      '| suite | passed | failed | skipped |',
      '|---|---:|---:|---:|',
      ...counts.map((suite) => `| ${suite.name} | ${suite.passed} | ${suite.failed} | ${suite.skipped} |`),
      '',
      '| step | result | seconds |',
      '|---|---|---:|',
      ...seconds.map((step) => `| ${step.name} | ${step.isPassed ? 'passed' : 'failed'} | ${step.seconds} |`),
      '',
    ].join('\n'),
  )
}
