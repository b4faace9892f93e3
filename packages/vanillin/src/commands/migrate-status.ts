import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'migrate:status',
  description: 'Lists the migrations: ran, pending, failed, or missing (it has run, and its file is gone).',
  async run(call) {
    const { runInApp } = await import('../database-work/run-in-app.ts')
    return runInApp({ command: 'migrate:status' }, call)
  },
}

export default command
