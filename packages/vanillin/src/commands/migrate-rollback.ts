import type { Command } from '../cli/command.ts'
import { parseSteps } from '../cli/parse-steps.ts'

const command: Command = {
  usage: 'migrate:rollback',
  description: 'Takes back the last batch of migrations; with --steps, so many single ones.',
  options: [
    { flags: '--steps <number>', description: 'How many migrations to take back (default: the last batch)' },
  ],
  examples: ['migrate:rollback', 'migrate:rollback --steps 1'],
  async run(call) {
    const steps = parseSteps(call.options['steps'])
    const { runInApp } = await import('../database-work/run-in-app.ts')
    return runInApp({ command: 'migrate:rollback', steps }, call)
  },
}

export default command
