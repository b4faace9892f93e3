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
      const text = args[0]
      const all = routeRows(await loadRoutes(loader))
      const rows = all.filter((row) => text === undefined || Object.values(row).join(' ').includes(text))
      if (options['json']) terminal.line(JSON.stringify(rows, null, 2))
      else if (text !== undefined && rows.length === 0)
        terminal.line(`None of the ${all.length} routes contains ${JSON.stringify(text)}.`)
      else terminal.line(routeTable(rows, terminal))
    } finally {
      await loader.close()
    }
  },
}

export default command
