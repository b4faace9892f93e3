import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { Attacker } from './attacker.ts'
import { launchChromium } from './launch-chromium.ts'

/** A browser and a site that means it no good, there from the first test of the suite that calls it to the last. */
export interface AttackedBrowser {
  readonly browser: Browser
  readonly attacker: Attacker
}

export function useAttackedBrowser(): AttackedBrowser {
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
  return {
    get browser() {
      return browser
    },
    get attacker() {
      return attacker
    },
  }
}
