import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'db:table <table>',
  description: 'Shows the columns, indexes and foreign keys of a table, and what points at it.',
  options: [{ flags: '--json', description: 'As JSON, for other programs' }],
  examples: ['db:table posts'],
  async run(call) {
    const { runInApp } = await import('../database-work/run-in-app.ts')
    return runInApp({ command: 'db:table', table: call.args[0]!, json: call.options['json'] === true }, call)
  },
}

export default command
