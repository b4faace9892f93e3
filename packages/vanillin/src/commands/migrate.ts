import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'migrate',
  description: 'Runs the migrations that are waiting and rewrites database/schema.ts.',
  options: [{ flags: '--pretend', description: 'Print the SQL and run nothing' }],
  async run(call) {
    const { runInApp } = await import('../database-work/run-in-app.ts')
    return runInApp({ command: call.options['pretend'] === true ? 'migrate:pretend' : 'migrate' }, call)
  },
}

export default command
