import { existsSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { coresHere } from '../application/cores.ts'
import { Attacker } from './attacker.ts'
import { Bank } from './bank.ts'
import { attack } from './campaign.ts'
import { chromiumPath, launchChromium } from './launch-chromium.ts'

const isThere = existsSync(chromiumPath)

describe.runIf(isThere)(isThere ? 'forged requests' : `forged requests (skipped: no ${chromiumPath})`, () => {
  let browser: Browser
  let attacker: Attacker
  beforeAll(async () => {
    browser = await launchChromium()
    attacker = await Attacker.open()
  })
  afterAll(async () => {
    await browser?.close()
    await attacker?.close()
  })

  test.each(coresHere())('of another site are all refused, and change nothing (%s core)', async (core) => {
    const bank = await Bank.open({ core, sameSite: 'lax' })
    onTestFinished(() => bank.close())
    const { attempts, arrivals } = await attack(browser, {
      bank,
      attacker,
      hosts: { bank: 'localhost', attacker: '127.0.0.1' },
    })
    expect(attempts).toBe(20)
    expect(bank.changes).toEqual([])
    expect(arrivals.filter(({ method }) => method === 'GET').map(({ status }) => status)).toEqual([405, 405])
    const writing = arrivals.filter(({ method }) => method !== 'GET')
    expect(writing.map(({ status }) => status)).toEqual(Array.from({ length: 14 }, () => 403))
  })
})
