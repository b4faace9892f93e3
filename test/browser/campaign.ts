import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import type { Attacker } from './attacker.ts'
import { attacks } from './attacks.ts'
import type { Arrival, Bank } from './bank.ts'

export interface Campaign {
  readonly bank: Bank
  readonly attacker: Attacker
  /** Names by which the browser knows the two. */
  readonly hosts: { readonly bank: string; readonly attacker: string }
}

export interface Outcome {
  readonly attempts: number
  /** What came in, without preflights. */
  readonly arrivals: readonly Arrival[]
}

/** Has Ada log in at the bank and look at each page of the attacker in turn, to the end of what it does. */
export async function attack(browser: Browser, { bank, attacker, hosts }: Campaign): Promise<Outcome> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const site = `http://${hosts.bank}:${bank.port}`
  await page.goto(`${site}/login`)
  for (const [index, { name, page: content, arrives }] of attacks.entries()) {
    const attempt = String(index)
    const arrived = (): Arrival | undefined =>
      bank.arrivals.find(
        (arrival) =>
          arrival.attempt === attempt && (arrives === 'preflight') === (arrival.method === 'OPTIONS'),
      )
    // oxlint-disable-next-line no-await-in-loop -- one page after the other
    const trap = await context.newPage()
    // oxlint-disable-next-line no-await-in-loop -- as above
    await trap
      .goto(attacker.at(hosts.attacker, content(`${site}/transfer?attempt=${attempt}`)))
      .catch(isCutOff)
    // oxlint-disable-next-line no-await-in-loop -- as above
    await expect.poll(arrived, { message: name, interval: 10 }).toBeDefined()
    // What was asked for beforehand would follow before its promise settles.
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (arrives === 'preflight') await trap.waitForFunction(() => document.title === 'settled')
    // oxlint-disable-next-line no-await-in-loop -- as above
    await trap.close()
  }
  // She is still who she was, and her own page still works.
  await page.goto(`${site}/login?attempt=own`)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('done').waitFor()
  expect(bank.changes.pop()).toBe('ada')
  await context.close()
  return {
    attempts: attacks.length,
    arrivals: bank.arrivals.filter(({ attempt, method }) => /^\d+$/.test(attempt) && method !== 'OPTIONS'),
  }
}

/** A page that sends its visitor on at once never comes to the end of its own load. */
function isCutOff(error: unknown): void {
  if (!/interrupted|ERR_ABORTED/.test(String(error))) throw error
}
