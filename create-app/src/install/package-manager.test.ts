import { expect, test } from 'vitest'
import { detectPackageManager, runScript } from './package-manager.ts'

test.each([
  ['npm/11.19.1 node/v20.20.2 linux x64 workspaces/false', 'npm'],
  ['pnpm/10.4.1 npm/? node/v20.20.2 linux x64', 'pnpm'],
  ['yarn/1.22.22 npm/? node/v20.20.2 linux x64', 'yarn'],
  ['bun/1.2.0', 'npm'],
  [undefined, 'npm'],
])('%s is %s', (agent, name) => {
  expect(detectPackageManager({ npm_config_user_agent: agent })).toBe(name)
})

test('scripts are run in the words of the package manager', () => {
  expect((['npm', 'pnpm', 'yarn'] as const).map((name) => runScript(name, 'dev'))).toEqual([
    'npm run dev',
    'pnpm dev',
    'yarn dev',
  ])
})
