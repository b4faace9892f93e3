import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createAdoptedDatabase } from '../../packages/database/src/testing/contract/adopted-database.ts'
import { describeOnServer } from '../../packages/database/src/testing/contract/describe-on-server.ts'
import { createSubject, mysqlUrl, postgresUrl } from '../../packages/database/src/testing/contract/servers.ts'
import { stopChildren } from '../../scripts/demo/child.js'
import { CreatedApp, emptyFolder } from './created-app.ts'

/** A Laravel app, as far as create-vanillin reads it. */
function laravelApp(databaseUrl: string): string {
  const { protocol, hostname, port, pathname, username } = new URL(databaseUrl)
  const folder = emptyFolder()
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'artisan'), '<?php\n')
  const settings = {
    DB_CONNECTION: protocol.startsWith('postgres') ? 'pgsql' : 'mysql',
    DB_HOST: hostname,
    DB_PORT: port,
    DB_DATABASE: pathname.slice(1),
    DB_USERNAME: username,
    DB_PASSWORD: '',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  writeFileSync(join(folder, '.env'), lines.join('\n'))
  return folder
}

for (const [name, serverUrl] of [
  ['PostgreSQL', postgresUrl],
  ['MySQL or MariaDB', mysqlUrl],
] as const) {
  await describeOnServer(`an app made with --php on ${name}`, serverUrl, () => {
    let subject: Awaited<ReturnType<typeof createSubject>>
    beforeAll(async () => {
      subject = await createSubject(serverUrl)
      await createAdoptedDatabase(subject.database)
    })
    afterAll(async () => {
      await stopChildren()
      await subject.dispose()
    })

    test.each(['mvc', 'api'])(
      '%s is checked, tested and served, before db:pull and after it',
      async (template) => {
        const app = await CreatedApp.create(['--template', template, '--php', laravelApp(subject.url)])
        for (const script of ['check', 'test', 'lint']) await app.npm(script)
        expect(await app.vanillin('db:pull')).toContain('Wrote app/models/tag.ts')
        for (const script of ['check', 'test', 'lint']) await app.npm(script)
        const { url, process } = await app.develop()
        expect((await fetch(url)).status).toBe(200)
        await process.stop()
        app.remove()
      },
    )
  })
}
