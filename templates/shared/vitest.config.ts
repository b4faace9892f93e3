import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    hookTimeout: 30_000,
    // Whatever the shell says: `test` is what keeps the tests away from the database in .env.
    env: { NODE_ENV: 'test' },
  },
})
