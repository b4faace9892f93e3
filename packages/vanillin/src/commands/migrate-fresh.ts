import type { Command } from '../cli/command.ts'
import { UserError } from '../cli/user-error.ts'

const command: Command = {
  usage: 'migrate:fresh',
  description: 'Drops every table and runs all migrations. All data is lost.',
  options: [
    { flags: '--seed', description: 'Run the seeds afterwards' },
    { flags: '--force', description: 'Do it with NODE_ENV=production too' },
  ],
  async run(call) {
    if (process.env['NODE_ENV'] === 'production' && call.options['force'] !== true) {
      throw new UserError(
        'This drops every table of a production database.',
        'If that is what you want, add --force.',
      )
    }
    const { runInApp } = await import('../database-work/run-in-app.ts')
    return runInApp({ command: 'migrate:fresh', seed: call.options['seed'] === true }, call)
  },
}

export default command
