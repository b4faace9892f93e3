import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { pluginSource } from '../make/plugin-source.ts'
import { parseSourceName } from '../make/source-name.ts'
import { writeSourceFile } from '../make/write-source-file.ts'

const command: Command = {
  usage: 'make:plugin <name>',
  description: 'Writes a plugin, hooks that concern every request, to app/plugins/.',
  examples: ['make:plugin audit'],
  async run({ args, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const name = parseSourceName(args[0]!, 'Plugin')
    writeSourceFile(root, `app/plugins/${name.folder}${name.kebab}.ts`, pluginSource(name), terminal)
    terminal.line(`In bootstrap.ts, on the boot list:  new ${name.pascal}Plugin()`)
  },
}

export default command
