import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { runNode } from './run.js'

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} TestCounts */

/** What only `npm run test:full` runs: long fault loops, whole apps, pages in a browser. */
export const slowTests = ['**/*.long.test.ts']

/**
 * Runs vitest and counts from its own JSON report. A test file that cannot even be loaded counts as one failure.
 *
 * @param {readonly string[]} args filters and flags, handed on
 * @param {{ node?: string, env?: Record<string, string> }} [options] `node`: the binary that runs the tests and the
 *   processes they start
 * @returns {Promise<TestCounts & { code: number }>}
 */
export async function runVitest(args, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-test-'))
  const report = join(folder, 'report.json')
  const node = options.node ?? process.execPath
  const path = `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`
  try {
    const code = await runNode(
      'node_modules/vitest/vitest.mjs',
      ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
      { node, env: { ...options.env, PATH: path } },
    )
    return { code, ...readCounts(report) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string} report a file in the format of vitest's JSON reporter
 * @returns {TestCounts}
 */
export function readCounts(report) {
  /**
   * @type {{
   *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
   *   testResults: {
   *     name: string, status: string, assertionResults: { fullName: string, status: string }[]
   *   }[]
   * }}
   */
  const results = JSON.parse(readFileSync(report, 'utf8'))
  const failures = results.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0 && file.status === 'failed') return [`${file.name} (the file itself)`]
    return failed.map((test) => `${file.name} > ${test.fullName}`)
  })
  return {
    passed: results.numPassedTests,
    failed: failures.length,
    skipped: results.numPendingTests + results.numTodoTests,
    failures,
  }
}
