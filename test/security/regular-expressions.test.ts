import { check } from 'recheck'
import { expect, test } from 'vitest'
import { findRegularExpressions } from './regular-expressions.ts'

/** Rooms that read what a client or a database sends. The command line reads what its own user wrote. */
const rooms = ['packages/http/src', 'packages/uws/src', 'packages/core/src', 'packages/database/src/drivers']

/** What never reads a request, and what it reads instead. */
const elsewhere: Readonly<Record<string, string>> = {
  'packages/core/src/view/compile/': 'templates of the app',
  'packages/core/src/view/typed/': 'templates of the app',
  'packages/core/src/view/head-props.ts': 'templates of the app',
  'packages/core/src/view/view-head.ts': 'templates of the app',
  'packages/core/src/terminal/': 'stacks, for a terminal in development',
  'packages/core/src/application/caller-name.ts': 'one frame of a stack, at boot',
  'packages/core/src/error-pages/development-page.ts': 'the page of youch, in development',
  'packages/database/src/drivers/embedded/engine.ts': 'a line that the engine writes at its start',
}

const found = findRegularExpressions(rooms)
const read = found.filter(({ file }) => !Object.keys(elsewhere).some((place) => file.startsWith(place)))
const once = [...new Map(read.map((literal) => [`${literal.source} ${literal.flags}`, literal])).values()]

test('every place that is left out still has a regular expression', () => {
  const stale = Object.keys(elsewhere).filter((place) => !found.some(({ file }) => file.startsWith(place)))
  expect(stale).toEqual([])
  expect(once.length).toBeGreaterThan(50)
})

test.each(once)(
  'no input makes it slow: $file /$source/$flags',
  async ({ source, flags }) => {
    const { status, ...verdict } = await check(source, flags, { timeout: 45_000 })
    expect(status, JSON.stringify(verdict)).toBe('safe')
  },
  60_000,
)

test('a slow one would be found', async () => {
  expect((await check('^(a+)+$', '')).status).toBe('vulnerable')
})
