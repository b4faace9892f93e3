import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'routes [text]',
  description:
    'Lists the routes in the order in which they are tried; with a text, only those that contain it.',
  options: [{ flags: '--json', description: 'As JSON, for other programs' }],
  examples: ['routes', 'routes posts', 'routes --json'],
  async run({ args, options, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const [{ createAppLoader }, { loadRoutes }, { routeRows, routeTable }] = await Promise.all([
      import('../app/app-loader.ts'),
      import('../app/load-routes.ts'),
      import('../app/route-table.ts'),
    ])
    const loader = await createAppLoader(root)
    try {
      const rows = routeRows(await loadRoutes(loader)).filter(
        (row) => args[0] === undefined || Object.values(row).join(' ').includes(args[0]),
      )
      terminal.line(options['json'] ? JSON.stringify(rows, null, 2) : routeTable(rows, terminal))
    } finally {
      await loader.close()
    }
  },
}

export default command
