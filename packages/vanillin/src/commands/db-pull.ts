import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'db:pull',
  description:
    'Reads the database of the app and writes database/schema.ts, the models that are missing, and a baseline migration. Nothing is overwritten, and the database stays as it is.',
  async run(call) {
    const [{ workInApp }, { pullDatabase }] = await Promise.all([
      import('../database-work/run-in-app.ts'),
      import('../pull/pull-database.ts'),
    ])
    return workInApp(call, pullDatabase)
  },
}

export default command
