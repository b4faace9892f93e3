import { expect, test } from 'vitest'
import type { CacheUnderTest } from './cache-under-test.ts'
import { Point } from './point.ts'

export function processCases(context: CacheUnderTest): void {
  test('what one process has written another reads, and forgets', async () => {
    if (context.other === undefined) return
    const other = context.cacheOn(context.other)
    await context.cache.set('key', { a: 1 })
    expect(await other.get('key')).toEqual({ a: 1 })
    expect(await other.get('key')).toEqual({ a: 1 })
    await context.cache.set('key', { a: 2 })
    await expect.poll(() => other.get('key')).toEqual({ a: 2 })
    await context.cache.forget('key')
    await expect.poll(() => other.get('key')).toBeUndefined()
  })

  test('a class that a process has not met is a miss for it, and is made there', async () => {
    if (context.other === undefined) return
    await context.cache.set('point', new Point(7))
    const other = context.cacheOn(context.other)
    expect(await other.get('point')).toBeUndefined()
    expect(await other.remember('point', 60_000, () => new Point(8))).toEqual(new Point(8))
    expect(await other.get('point')).toEqual(new Point(8))
  })

  test('who reaches less than is asked for says so', async () => {
    const { reach } = context.store
    const call = context.cache.remember('key', 60_000, () => 1, { across: 'machines' })
    if (reach === 'machines') expect(await call).toBe(1)
    else await expect(call).rejects.toMatchObject({ code: 'E_REACH' })
    expect(context.cache.reach).toBe(reach)
  })
}
