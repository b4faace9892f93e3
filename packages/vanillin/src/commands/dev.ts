import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { parsePort } from '../cli/parse-port.ts'

const command: Command = {
  usage: 'dev',
  description:
    'Serves the app and takes in every change: code within milliseconds, config by a new process.\nKeys: m runs new migrations, q ends.',
  options: [
    { flags: '-p, --port <number>', description: 'Port to listen on (default: that of config/app.ts)' },
    { flags: '--host <address>', description: 'Address to listen on (default: that of config/app.ts)' },
    { flags: '--open', description: 'Open the browser' },
    { flags: '--no-check', description: 'Do not type-check in the background' },
    { flags: '--migrate', description: 'Run new migrations without asking' },
  ],
  examples: ['dev', 'dev --port 4000 --open', 'dev --host 0.0.0.0'],
  async run({ options, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const { runDev } = await import('../dev/run-dev.ts')
    return runDev({
      root,
      terminal,
      port: parsePort(options['port']),
      host: options['host'] === undefined ? undefined : String(options['host']),
      open: options['open'] === true,
      check: options['check'] !== false,
      migrate: options['migrate'] === true,
    })
  },
}

export default command
