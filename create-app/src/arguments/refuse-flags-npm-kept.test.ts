import { expect, test } from 'vitest'
import { refuseFlagsNpmKept } from './refuse-flags-npm-kept.ts'

test('a flag that npm kept stops with the line that works', () => {
  expect(() => refuseFlagsNpmKept(['shop'], { npm_config_template: 'api' })).toThrow(
    'npm create vanillin@latest shop -- --template api',
  )
})

test('what npm sets for its own reasons passes', () => {
  refuseFlagsNpmKept(['shop', '--template=api'], { npm_config_template: 'api', npm_config_yes: 'true' })
})
