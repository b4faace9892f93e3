import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'db:show',
  description:
    'Lists the tables and views with rows and bytes. Beyond 10,000 rows their number is an estimate (~).',
  options: [{ flags: '--json', description: 'As JSON, for other programs' }],
  async run(call) {
    const { runInApp } = await import('../database-work/run-in-app.ts')
    return runInApp({ command: 'db:show', json: call.options['json'] === true }, call)
  },
}

export default command
