import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectDatabase } from '../../index.ts'
import { describeDatabase } from '../../testing/contract/describe-database.ts'

await describeDatabase('embedded, in memory', async () => {
  const database = await connectDatabase({ embedded: { memory: true } })
  return { database, connectAgain: () => Promise.resolve(database), dispose: () => database.close() }
})

await describeDatabase(
  'embedded, in a folder',
  async () => {
    const parent = await mkdtemp(join(tmpdir(), 'vanillin-embedded-'))
    const folder = join(parent, '.data')
    const database = await connectDatabase({ embedded: { folder } })
    return {
      database,
      connectAgain: (config) => connectDatabase({ ...config, embedded: { folder, whenOwned: 'forward' } }),
      dispose: async () => {
        await database.close()
        await rm(parent, { recursive: true })
      },
    }
  },
  { isConnectionOnly: true },
)
