import { describe, expect, test, vi } from 'vitest'
import { db } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

export function messageCases(context: ContractContext): void {
  describe('messages', () => {
    test('arrive in their order, from other connections too, until the last one stops; or are refused', async () => {
      const { driver } = context.database
      if (driver === 'mysql') {
        await expect(async () => db.listen('orders', () => {})).rejects.toMatchObject({
          code: 'E_DRIVER_UNSUPPORTED',
        })
        return
      }
      const heard: string[] = []
      const stopFirst = await db.listen('an "odd" channel', (payload) => heard.push(`first ${payload}`))
      const stopSecond = await db.listen('an "odd" channel', (payload) => heard.push(`second ${payload}`))
      const other = await context.subject.connectAgain()
      await other.notify('an "odd" channel', '1')
      await db.transaction(async () => {
        await db.notify('an "odd" channel', '2')
        expect(heard).not.toContain('first 2')
      })
      await vi.waitFor(() => expect(heard).toEqual(['first 1', 'second 1', 'first 2', 'second 2']))
      await stopFirst()
      await db.notify('an "odd" channel', '3')
      await vi.waitFor(() => expect(heard.slice(4)).toEqual(['second 3']))
      await stopSecond()
      await db.notify('an "odd" channel', '4')
      const stopOther = await db.listen('other', (payload) => heard.push(payload))
      await db.notify('other', '5')
      await vi.waitFor(() => expect(heard.slice(5)).toEqual(['5']))
      await stopOther()
      if (other === context.database) return
      if (driver === 'embedded')
        await expect(other.listen('other', () => {})).rejects.toMatchObject({ code: 'E_DRIVER_UNSUPPORTED' })
      await other.close()
    })
  })
}
