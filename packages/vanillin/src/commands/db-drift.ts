import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'db:drift',
  description:
    'Compares database/schema.ts with the database and prints what differs. Exit code 1 if anything does, for CI.',
  options: [{ flags: '--json', description: 'As JSON, for other programs' }],
  async run(call) {
    const { runInApp } = await import('../database-work/run-in-app.ts')
    return runInApp({ command: 'db:drift', json: call.options['json'] === true }, call)
  },
}

export default command
