import { chromium, type Browser } from 'playwright-core'

/** Where it is, or would be. */
export const chromiumPath: string = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** The Chromium of the system, which talks to nobody but the pages that it is sent to. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Sites of their own for tests, all on this machine.
      '--host-resolver-rules=MAP *.test 127.0.0.1',
    ],
  })
}
