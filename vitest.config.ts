import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const measured = ['packages/core/src/http/parser-scaling.test.ts', 'test/budgets/**/*.test.ts']

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      // What tests of several packages share.
      { find: /^#fixtures\/(.+)$/, replacement: source('test/fixtures/$1') },
      {
        find: /^@vanillin\/(http|uws|core|database|cache|php)$/,
        replacement: source('packages/$1/src/index.ts'),
      },
      {
        find: /^@vanillin\/(http|uws|core|database|cache|php)\/(.+)$/,
        replacement: source('packages/$1/src/$2/index.ts'),
      },
      { find: /^vanillin$/, replacement: source('packages/vanillin/src/index.ts') },
      { find: /^vanillin\/(.+)$/, replacement: source('packages/vanillin/src/$1.ts') },
    ],
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'packages',
          include: [
            '{packages/*,create-app}/src/**/*.test.ts',
            'test/**/*.test.ts',
            ...measured.map((pattern) => `!${pattern}`),
          ],
          // Modules are loaded once a worker and not once a file, which is a fifth of the time: a file leaves nothing behind in them.
          isolate: false,
        },
      },
      {
        extends: true,
        // Each file boots the app, as in the apps of users.
        test: { name: 'examples', include: ['examples/*/test/**/*.test.ts'] },
      },
      {
        extends: true,
        // What they measure is theirs alone: garbage of other files would be collected at their cost.
        test: { name: 'measured', include: measured },
      },
    ],
    // PGlite is opened many times and never for long: see keepBaselineCode.
    execArgv: ['--wasm-tiering-budget=2000000000'],
    // Twice the processors, since many tests wait for processes, timers and browsers: vitest would leave one processor idle.
    maxWorkers: availableParallelism() * 2,
    // Bounds for what hangs, not for what is slow: a loaded machine needs several times what a quiet one does.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
