import { expect } from 'vitest'
import type { Answer, Expectation, Sent } from './expectation.ts'

/** The row is an expression of an action, and gives this. */
export const gives = (value: unknown, sent: Sent = {}, names = {}): Expectation => ({
  kind: 'action',
  sent,
  names,
  check: (answer) => {
    expect(answer.response.status, answer.body).toBeLessThan(300)
    expect(answer.value).toEqual(value)
  },
})

/** The row is an expression or statements of an action; what it does is looked at. */
export const does = (
  check: (answer: Answer) => void | Promise<void>,
  sent: Sent = {},
  names = {},
): Expectation => ({ kind: 'action', sent, names, check })

/** The row is the statements of an action, and its answer has all of this. */
export const answers = (
  expected: { status?: number; body?: unknown; headers?: Record<string, string>; json?: unknown },
  sent: Sent = {},
  names = {},
): Expectation => ({
  kind: 'action',
  sent,
  names,
  check: ({ response, body }) => {
    expect(response.status, body).toBe(expected.status ?? 200)
    if ('body' in expected) expect(body).toEqual(expected.body)
    if ('json' in expected) expect(JSON.parse(body)).toEqual(expected.json)
    for (const [name, value] of Object.entries(expected.headers ?? {}))
      expect(response.headers.get(name)).toBe(value)
  },
})

/** A row that sets a cookie which looks like this. */
export const setsCookie = (pattern: RegExp, sent: Sent = {}): Expectation => ({
  kind: 'action',
  sent,
  names: {},
  check: ({ response, body }) => {
    expect(response.status, body).toBe(204)
    expect(response.headers.getSetCookie().join('\n')).toMatch(pattern)
  },
})

/** The row is a template, which makes this of the props. */
export const shows = (
  html: string | RegExp,
  props: Readonly<Record<string, unknown>> = {},
  sent: Sent = {},
): Expectation => ({
  kind: 'view',
  sent,
  props,
  check: (shown) =>
    typeof html === 'string' ? expect(shown.trim()).toBe(html) : expect(shown.trim()).toMatch(html),
})

/** What the row is, is known to this function alone. */
export const code = (check: (code: string) => void | Promise<void>): Expectation => ({ kind: 'code', check })

/** There is nothing: as soon as `vanillin` exports such a name, the row is to be written. */
export const notYet = (name: RegExp): Expectation => ({ kind: 'notYet', name })
