import { createApp, defineRoutes, type Application } from '@vanillin/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PhpPages } from '../testing/php-pages.fixture.ts'
import { describeWith } from '../testing/programs.fixture.ts'
import { php } from './php.ts'

describeWith('a script that puts out more than its Content-Length says', ['php-fpm'], () => {
  let pages: PhpPages
  let app: Application

  beforeAll(async () => {
    pages = await new PhpPages({
      // The habit: a line break behind the last ?> of some included file.
      'download.php': `<?php
        header('Content-Length: ' . $_GET['bytes']);
        echo str_repeat('x', (int) $_GET['bytes']), "\\n";`,
      'slow-download.php': `<?php
        while (ob_get_level()) ob_end_flush();
        header('Content-Length: 8');
        header('X-Accel-Buffering: no');
        echo 'first';
        flush();
        echo 'two', "\\n";
        flush();
        echo "and\\n";`,
    }).start()
    app = createApp({ app: { name: 'Front', log: { level: 'silent' } } }, [
      defineRoutes((route) => {
        route.fallback(php({ root: pages.root, fpm: pages.fpm.address }))
      }),
    ])
  })

  afterAll(async () => {
    await app.shutdown()
    await pages.remove()
  })

  test.each([
    ['/download.php?bytes=3', 'xxx'],
    ['/download.php?bytes=0', ''],
    ['/download.php?bytes=1000000', 'x'.repeat(1_000_000)],
    ['/slow-download.php', 'firsttwo'],
  ])('%s: it gets through whole, and no longer', async (path, body) => {
    const response = await app.fetch(`http://localhost${path}`)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(body)
  })
})
