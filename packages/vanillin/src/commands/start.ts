import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { parsePort } from '../cli/parse-port.ts'
import { UserError } from '../cli/user-error.ts'

const command: Command = {
  usage: 'start',
  description: 'Runs what `vanillin build` wrote, as `node dist/server.js start` does on a server.',
  options: [
    { flags: '-p, --port <number>', description: 'Port to listen on (default: that of config/app.ts)' },
    { flags: '--host <address>', description: 'Address to listen on (default: that of config/app.ts)' },
    { flags: '--core <name>', description: 'HTTP core: auto, uws or node (default: that of config/app.ts)' },
  ],
  async run({ options, cwd }) {
    parsePort(options['port'])
    const root = findAppFolder(cwd)
    const server = join(root, 'dist/server.js')
    if (!existsSync(server)) {
      throw new UserError(
        'There is no dist/server.js: the app has not been built.',
        'Run `vanillin build` first. To work on the app, run `vanillin dev`.',
      )
    }
    const args = ['port', 'host', 'core'].flatMap((name) =>
      options[name] === undefined ? [] : [`--${name}`, String(options[name])],
    )
    const child = spawn(process.execPath, [server, 'start', ...args], { stdio: 'inherit', cwd: root })
    // The terminal's Ctrl-C reaches both; a signal to this process alone is handed on.
    process.on('SIGINT', () => {})
    process.on('SIGTERM', () => child.kill('SIGTERM'))
    return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
  },
}

export default command
