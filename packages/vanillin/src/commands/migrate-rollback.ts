import type { Command } from '../cli/command.ts'
import { UserError } from '../cli/user-error.ts'

const command: Command = {
  usage: 'migrate:rollback',
  description: 'Takes back the last batch of migrations, or the last few.',
  options: [
    { flags: '--steps <number>', description: 'How many migrations to take back (default: the last batch)' },
  ],
  examples: ['migrate:rollback', 'migrate:rollback --steps 1'],
  async run(call) {
    const steps = call.options['steps'] === undefined ? undefined : Number(call.options['steps'])
    if (steps !== undefined && !(Number.isInteger(steps) && steps > 0)) {
      throw new UserError('--steps takes a whole number above 0.')
    }
    const { runInApp } = await import('../database-work/run-in-app.ts')
    return runInApp({ command: 'migrate:rollback', steps }, call)
  },
}

export default command
