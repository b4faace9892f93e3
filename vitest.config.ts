import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^@vanillin\/(http|uws|core|database|cache)$/,
        replacement: source('packages/$1/src/index.ts'),
      },
      {
        find: /^@vanillin\/(http|uws|core|database|cache)\/(.+)$/,
        replacement: source('packages/$1/src/$2/index.ts'),
      },
      { find: /^vanillin$/, replacement: source('packages/vanillin/src/index.ts') },
      { find: /^vanillin\/(.+)$/, replacement: source('packages/vanillin/src/$1.ts') },
    ],
  },
  test: {
    include: [
      '{packages/*,create-app}/src/**/*.test.ts',
      'test/**/*.test.ts',
      'examples/*/test/**/*.test.ts',
    ],
    // One more than there are processors, since some tests wait: vitest would leave one idle, which is half of a small machine.
    maxWorkers: availableParallelism() + 1,
    // Bounds for what hangs, not for what is slow: a loaded machine needs several times what a quiet one does.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
