import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { connectDatabase, sql } from '../../index.ts'
import { DumpCache } from './dump-cache.ts'

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vanillin-folder-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('a database whose making was cut off is made again, and one that was made is kept', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'pgdata'))
  await writeFile(join(folder, 'pgdata', 'PG_VERSION'), '1')
  await writeFile(join(folder, 'being-made'), '')
  const first = await connectDatabase({ embedded: { folder } })
  await sql`create table kept (id int)`.execute(first)
  await first.close()
  const second = await connectDatabase({ embedded: { folder } })
  onTestFinished(() => second.close())
  expect((await sql`select * from kept`.execute(second)).rows).toEqual([])
})

test('of the dumps the latest eight are kept', async () => {
  const folder = await temporaryFolder()
  const cache = new DumpCache(folder)
  for (let count = 0; count < 10; count += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one is older than the next
    await cache.write(`dump-${count}`, new Blob([String(count)]))
  }
  expect(await readdir(folder)).toHaveLength(8)
  expect(await (await cache.read('dump-9'))?.text()).toBe('9')
  expect(await cache.read('another')).toBeUndefined()
})
