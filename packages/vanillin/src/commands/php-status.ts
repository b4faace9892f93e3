import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { toStatusView } from '../php-status/to-status-view.ts'

const command: Command = {
  usage: 'php:status',
  description:
    'Shows which routes are ported and which PHP serves, how often, how fast and with how many errors, as the processes of the app have written it.',
  options: [
    { flags: '--days <number>', description: 'Of the last days, up to 30', default: 7 },
    { flags: '--all', description: 'Every route, not the most used ones alone' },
    { flags: '--json', description: 'As JSON, for other programs' },
  ],
  examples: ['php:status', 'php:status --days 1', 'php:status --json'],
  async run({ options, cwd, terminal }) {
    const view = toStatusView(options)
    const root = findAppFolder(cwd)
    process.env['VANILLIN_ROOT'] = root
    const [{ createAppLoader }, { loadApplication }, { showPhpStatus }] = await Promise.all([
      import('../app/app-loader.ts'),
      import('../app/load-application.ts'),
      import('../php-status/show-php-status.ts'),
    ])
    const loader = await createAppLoader(root)
    try {
      // Not booted: no database has to be there for it.
      const { storage } = await loadApplication(loader)
      return await showPhpStatus(storage.folder, view, terminal)
    } finally {
      await loader.close()
    }
  },
}

export default command
