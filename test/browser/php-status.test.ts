import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { createApp, defineRoutes, type Application } from 'vanillin'
import { php, phpStatus, strangle, type StatusReport } from 'vanillin/php'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { coresHere } from '../application/cores.ts'
import { chromiumPath, launchChromium } from './launch-chromium.ts'
import { createLookAt } from './look-at.ts'

const isThere = existsSync(chromiumPath)

describe.runIf(isThere)(`the page of php:status${isThere ? '' : ` (skipped: no ${chromiumPath})`}`, () => {
  const lookAt = createLookAt()
  let browser: Browser
  let storage: string
  let site: Server
  let app: Application

  beforeAll(async () => {
    browser = await launchChromium()
    storage = mkdtempSync(join(tmpdir(), 'vanillin-status-'))
    site = createServer((_request, response) => void response.end('<p>the old page, €12</p>'))
    await new Promise<void>((resolve) => {
      site.listen(0, '127.0.0.1', resolve)
    })
  })

  afterAll(async () => {
    await browser.close()
    site.close()
    rmSync(storage, { recursive: true, force: true })
  })

  test.each(coresHere().slice(-1))(
    'shows routes and differences on every screen, on the core %s',
    async (core) => {
      vi.stubEnv('NODE_ENV', 'development')
      const legacy = php({ http: `http://127.0.0.1:${(site.address() as AddressInfo).port}` })
      app = createApp({ app: { name: 'Shop', storage: join(storage, core), log: { level: 'silent' } } }, [
        phpStatus(),
        defineRoutes((route) => {
          route.get('/ported', () => 'ported')
          route
            .get('/prices/:id', () => '<p>the new page, $12</p>')
            .use(strangle(legacy, { percent: 0, shadow: true }))
          route.fallback(legacy)
        }),
      ])
      vi.unstubAllEnvs()
      const { port } = await app.listen({ port: 0, core })
      const origin = `http://127.0.0.1:${port}`
      const long = `/an-old/page/${'with_a_very_long_name/'.repeat(4)}indeed`
      for (const path of ['/ported', '/prices/7?token=secret', long])
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await (await fetch(origin + path)).text()
      await vi.waitFor(async () => {
        const answer = await fetch(`${origin}/_vanillin/php`, { headers: { accept: 'application/json' } })
        const { differences } = (await answer.json()) as StatusReport
        expect(differences.map(({ path }) => path)).toEqual(['/prices/7?token=…'])
      })
      for (const [name, width] of [
        ['desktop', 1200],
        ['phone', 390],
      ] as const) {
        // oxlint-disable no-await-in-loop -- one screen after the other
        const page = await browser.newPage({ viewport: { width, height: 900 } })
        const complaints: string[] = []
        page.on('console', (message) => complaints.push(message.text()))
        await page.goto(`${origin}/_vanillin/php`)
        await page.click('summary')
        await lookAt(page, `php-status-${core}-${name}`)
        expect(await page.textContent('details')).toContain('€12')
        // the policy of the page lets its style in
        expect(
          await page.evaluate(() => getComputedStyle(document.querySelector('h1')!).borderLeftStyle),
        ).toBe('solid')
        expect(complaints).toEqual([])
        await page.close()
        // oxlint-enable no-await-in-loop
      }
      await app.shutdown()
    },
  )
})
