import { describe, expect, onTestFinished, test } from 'vitest'
import { coresHere } from '../application/cores.ts'
import { useAttackedBrowser } from './attacked-browser.ts'
import { Bank, type SameSite } from './bank.ts'
import { attack } from './campaign.ts'

const attacked = useAttackedBrowser()

/** Where browsers send Sec-Fetch-Site, as they do to localhost and over TLS, and where Origin is all there is. */
const sites = [
  { relation: 'another site', hosts: { bank: 'localhost', attacker: '127.0.0.1' } },
  { relation: 'another port of the site', hosts: { bank: 'localhost', attacker: 'localhost' } },
  { relation: 'another site, without Sec-Fetch-Site', hosts: { bank: 'bank.test', attacker: 'evil.test' } },
  {
    relation: 'a neighbour, without Sec-Fetch-Site',
    hosts: { bank: 'bank.test', attacker: 'shop.bank.test' },
  },
] as const

// A Secure cookie, which SameSite=None needs, is not kept for bank.test, that has no TLS.
const cases = sites.flatMap(({ relation, hosts }) =>
  (['lax', 'strict', 'none'] as const)
    .filter((sameSite) => sameSite !== 'none' || hosts.bank === 'localhost')
    .map((sameSite): [SameSite, string, typeof hosts] => [sameSite, relation, hosts]),
)

describe.each(coresHere())('forged requests on the %s core', (core) => {
  let attempts = 0
  let withSession = 0

  test.each(cases)('SameSite=%s, from %s: all are refused', async (sameSite, _relation, hosts) => {
    const bank = await Bank.open({ core, sameSite })
    onTestFinished(() => bank.close())
    const outcome = await attack(attacked.browser, { bank, attacker: attacked.attacker, hosts })
    attempts += outcome.attempts
    withSession += outcome.arrivals.filter(({ hasSession }) => hasSession).length
    expect(bank.changes).toEqual([])
    const writing = outcome.arrivals.filter(({ method }) => method !== 'GET')
    expect(writing.map(({ status }) => status)).toEqual(Array.from({ length: 14 }, () => 403))
  })

  test.each(cases)(
    'SameSite=%s, from %s, whose forms are trusted: never in the name of the visitor',
    async (sameSite, _relation, hosts) => {
      const trustedOrigins = [`http://${hosts.attacker}:${attacked.attacker.port}`, 'null']
      const bank = await Bank.open({ core, sameSite, trustedOrigins })
      onTestFinished(() => bank.close())
      const outcome = await attack(attacked.browser, { bank, attacker: attacked.attacker, hosts })
      attempts += outcome.attempts
      withSession += outcome.arrivals.filter(({ hasSession }) => hasSession).length
      // What came with her session was refused for its token; what came without ran for a stranger, who has nothing to lose.
      const writing = outcome.arrivals.filter(({ method }) => method !== 'GET')
      expect(
        writing.filter(({ hasSession, status }) => (hasSession ? status !== 403 : status !== 200)),
      ).toEqual([])
      expect(new Set(bank.changes)).toEqual(new Set(bank.changes.length === 0 ? [] : ['nobody']))
    },
  )

  test('that makes 400 attempts, many of which had her session with them', () => {
    expect(attempts).toBe(400)
    expect(withSession).toBeGreaterThan(100)
  })

  test.each(sites)('a page is not shown in a frame of $relation', async ({ hosts }) => {
    const bank = await Bank.open({ core, sameSite: 'lax' })
    onTestFinished(() => bank.close())
    const page = await attacked.browser.newPage()
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
    await page.goto(
      attacked.attacker.at(hosts.attacker, `<iframe src="http://${hosts.bank}:${bank.port}/login"></iframe>`),
    )
    await refused
    expect(await page.frameLocator('iframe').getByRole('button', { name: 'Send' }).count()).toBe(0)
    await page.close()
  })
})
