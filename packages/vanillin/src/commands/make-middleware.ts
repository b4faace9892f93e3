import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { middlewareSource } from '../make/middleware-source.ts'
import { parseSourceName } from '../make/source-name.ts'
import { writeSourceFile } from '../make/write-source-file.ts'

const command: Command = {
  usage: 'make:middleware <name>',
  description: 'Writes a middleware to app/middleware/.',
  examples: ['make:middleware only-staff'],
  async run({ args, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const name = parseSourceName(args[0]!, 'Middleware')
    writeSourceFile(root, `app/middleware/${name.folder}${name.kebab}.ts`, middlewareSource(name), terminal)
    terminal.line(`In routes.ts:  route.get('/path', action).use(${name.camel})`)
  },
}

export default command
