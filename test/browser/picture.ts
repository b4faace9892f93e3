import type { Browser } from 'playwright-core'

/** A file as a file field takes it. */
export interface Picture {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** A picture of some size, as a camera would send it. */
export async function createPicture(browser: Browser, type: 'jpeg' | 'png'): Promise<Picture> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } })
  const sky = type === 'png' ? '#f6d365, #fda085' : '#a1c4fd, #c2e9fb'
  await page.setContent(
    `<body style="margin:0;height:100vh;background:radial-gradient(circle at 70% 65%, #fff 0 9%, transparent 9.5%), linear-gradient(${sky})">`,
  )
  const buffer = await page.screenshot({ type })
  await page.close()
  return { name: `sky.${type}`, mimeType: `image/${type}`, buffer }
}
