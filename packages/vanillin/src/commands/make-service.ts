import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { serviceSource } from '../make/service-source.ts'
import { parseSourceName } from '../make/source-name.ts'
import { writeSourceFile } from '../make/write-source-file.ts'

const command: Command = {
  usage: 'make:service <name>',
  description: 'Writes a service, a class that controllers get with this.use(), to app/services/.',
  examples: ['make:service slugger'],
  async run({ args, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const name = parseSourceName(args[0]!, 'Service')
    writeSourceFile(root, `app/services/${name.folder}${name.kebab}.ts`, serviceSource(name), terminal)
    const { pascal, folder, kebab } = name
    terminal.line(`In bootstrap.ts:  import { ${pascal} } from '#services/${folder}${kebab}'`)
    terminal.line(
      `  on the list:    { name: '${kebab}', register: (app) => app.provide(${pascal}, () => new ${pascal}()) },`,
    )
    terminal.line(`In a controller:  this.use(${pascal})`)
  },
}

export default command
