import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'migrate',
  description: 'Runs the migrations that are waiting and rewrites database/schema.ts.',
  async run(call) {
    const { runInApp } = await import('../database-work/run-in-app.ts')
    return runInApp({ command: 'migrate' }, call)
  },
}

export default command
