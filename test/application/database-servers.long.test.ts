import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { describeOnServer } from '../../packages/database/src/testing/contract/describe-on-server.ts'
import { createSubject, mysqlUrl, postgresUrl } from '../../packages/database/src/testing/contract/servers.ts'
import { checkPages } from '../../scripts/demo/check-pages.js'
import { stopChildren } from '../../scripts/demo/child.js'
import { CreatedApp } from './created-app.ts'
import { DatabaseProxy } from './database-proxy.ts'
import type { Release } from './release.ts'

const servers = [
  { name: 'postgres', serverUrl: postgresUrl, says: 'PostgreSQL' },
  { name: 'mysql', serverUrl: mysqlUrl, says: 'MySQL' },
]

const quietly = (): void => {}

/** The guestbook with the address of a real server, from its creation to its life as a release. */
for (const { name, serverUrl, says } of servers) {
  await describeOnServer(`an app made with --db ${name}`, serverUrl, () => {
    let app: CreatedApp
    let release: Release
    const databases: Awaited<ReturnType<typeof createSubject>>[] = []
    const newDatabase = async (): Promise<string> => {
      const database = await createSubject(serverUrl)
      databases.push(database)
      return database.url
    }
    let databaseOfRelease: string

    beforeAll(async () => {
      app = await CreatedApp.create(['--db', name])
    })
    afterAll(async () => {
      await stopChildren()
      await Promise.all(databases.map((database) => database.dispose()))
      app.remove()
    })

    test('migrates, seeds, passes its tests and serves in development', async () => {
      app.useDatabase(await newDatabase())
      expect(await app.npm('migrate')).toContain('Migrated 2026_01_01_000002_create_comments')
      expect(await app.npm('seed')).toContain('Seeded posts')
      for (const script of ['test', 'lint']) await app.npm(script)
      const { url, process } = await app.develop()
      await checkPages(url, quietly)
      expect(process.output).toContain(says)
      await process.stop()
    })

    test('is built, and its dist/ alone migrates and serves', async () => {
      databaseOfRelease = await newDatabase()
      release = (await app.release()).on(databaseOfRelease)
      expect(await release.run('migrate')).toContain('Migrated 2026_01_01_000001_create_posts')
      const { url, process } = await release.start()
      await checkPages(url, quietly)
      await process.stop()
      expect(process.code).toBe(0)
    })

    test('starts while its database is down, says so, and works when it has come up', async () => {
      const database = new URL(databaseOfRelease)
      const proxy = await DatabaseProxy.refusing(database.hostname, Number(database.port))
      database.host = `127.0.0.1:${proxy.port}`
      const { url, process } = await release.on(database.href).start()

      const down = await fetch(`${url}/posts`)
      expect(down.status).toBe(503)
      const page = await down.text()
      expect(page).not.toContain(String(proxy.port))
      const [, requestId = 'none'] = /<code>([\w-]+)<\/code>/.exec(page) ?? []
      await vi.waitFor(() => expect(process.output).toContain(`"requestId":"${requestId}"`), 30_000)
      expect(process.output).toMatch(
        new RegExp(`"msg":"No connection to .*${proxy.port}.* Start the database`),
      )

      await proxy.open()
      expect((await fetch(`${url}/posts`)).status).toBe(200)
      await process.stop()
      await proxy.close()
    })
  })
}
