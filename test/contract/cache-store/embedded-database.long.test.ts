import { connectDatabase } from '@vanillin/database'
import { describeOnDatabase } from './describe-on-database.ts'

describeOnDatabase(
  'the embedded database',
  async () => {
    const database = await connectDatabase({ embedded: { memory: true } })
    return { database, other: database, url: undefined, dispose: () => database.close() }
  },
  { isAlone: true },
)
