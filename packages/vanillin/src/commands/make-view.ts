import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { parseSourceName } from '../make/source-name.ts'
import { viewCall, viewSource } from '../make/view-source.ts'
import { writeSourceFile } from '../make/write-source-file.ts'

const command: Command = {
  usage: 'make:view <name>',
  description: 'Writes a view to app/views/.',
  examples: ['make:view posts/show'],
  async run({ args, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const name = parseSourceName(args[0]!)
    writeSourceFile(root, `app/views/${name.folder}${name.kebab}.eta`, viewSource(root), terminal)
    terminal.line(`In a controller:  return ${viewCall(name)}`)
  },
}

export default command
