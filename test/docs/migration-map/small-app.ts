import { createApp, defineRoutes, Plugin, sessions, type AppConfig, type BootItem } from 'vanillin'
import { expect, onTestFinished } from 'vitest'
import { code } from './expect-row.ts'
import type { Expectation } from './expectation.ts'
import { evaluate, runCode } from './run-code.ts'

type Scope = Readonly<Record<string, unknown>>
type SmallApp = ReturnType<typeof createApp>

/** An app of the test that runs, which ends with it. */
export function appOf(boot: readonly BootItem[], config: Partial<AppConfig> = {}): SmallApp {
  const app = createApp(
    {
      app: {
        name: 'Shop',
        key: 'for-tests-only-for-tests-only-for-tests',
        log: { level: 'silent' },
        ...config,
      },
    },
    [sessions(), ...boot],
  )
  onTestFinished(() => app.shutdown())
  return app
}

/** The row is a line of routes.ts: a path gives this status and body. */
export const routes = (
  path: string,
  expected: readonly [status: number, bodyOrLocation?: string],
  scope: Scope = {},
  init: RequestInit = {},
): Expectation =>
  code(async (line) => {
    const app = appOf([defineRoutes((route) => void runCode(line, { ...scope, route }))])
    const response = await app.fetch(path, { redirect: 'manual', ...init })
    const body = response.headers.get('location') ?? (await response.text())
    expect([response.status, body]).toEqual([expected[0], expected[1] ?? body])
  })

/** The row is a part of config/app.ts, with which an app is looked at. */
export const config = (
  look: (config: Partial<AppConfig>) => void | Promise<void>,
  scope: Scope = {},
): Expectation => code((line) => look(evaluate(`{ ${line} }`, scope) as Partial<AppConfig>))

/** The row is a plugin, whose app is looked at. */
export const plugin = (
  look: (app: SmallApp) => void | Promise<void>,
  scope: Scope,
  routesOf: Parameters<typeof defineRoutes>[0],
): Expectation =>
  code((line) => {
    const made = runCode(`return new (${line})()`, { ...scope, Plugin }) as Plugin
    return look(appOf([made, defineRoutes(routesOf)]))
  })
