import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'seed',
  description: 'Runs the files of database/seeds, in the order of their names.',
  async run(call) {
    const { runInApp } = await import('../database-work/run-in-app.ts')
    return runInApp({ command: 'seed' }, call)
  },
}

export default command
