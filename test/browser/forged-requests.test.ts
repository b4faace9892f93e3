import { existsSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { coresHere } from '../application/cores.ts'
import { useAttackedBrowser } from './attacked-browser.ts'
import { Bank } from './bank.ts'
import { attack } from './campaign.ts'
import { chromiumPath } from './launch-chromium.ts'

const isThere = existsSync(chromiumPath)

describe.runIf(isThere)(isThere ? 'forged requests' : `forged requests (skipped: no ${chromiumPath})`, () => {
  const attacked = useAttackedBrowser()

  test.each(coresHere())('of another site are all refused, and change nothing (%s core)', async (core) => {
    const bank = await Bank.open({ core, sameSite: 'lax' })
    onTestFinished(() => bank.close())
    const { attempts, arrivals } = await attack(attacked.browser, {
      bank,
      attacker: attacked.attacker,
      hosts: { bank: 'localhost', attacker: '127.0.0.1' },
    })
    expect(attempts).toBe(20)
    expect(bank.changes).toEqual([])
    expect(arrivals.filter(({ method }) => method === 'GET').map(({ status }) => status)).toEqual([405, 405])
    const writing = arrivals.filter(({ method }) => method !== 'GET')
    expect(writing.map(({ status }) => status)).toEqual(Array.from({ length: 14 }, () => 403))
  })
})
