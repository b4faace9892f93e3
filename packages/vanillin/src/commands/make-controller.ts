import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { controllerSource, resourceControllerSource } from '../make/controller-source.ts'
import { parseSourceName } from '../make/source-name.ts'
import { writeSourceFile } from '../make/write-source-file.ts'

const command: Command = {
  usage: 'make:controller <name>',
  description: 'Writes a controller to app/controllers/.',
  options: [{ flags: '--resource', description: 'With the seven actions of route.resource()' }],
  examples: ['make:controller posts --resource', 'make:controller admin/posts'],
  async run({ args, options, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const name = parseSourceName(args[0]!, 'Controller')
    const { folder, kebab, pascal } = name
    const source = options['resource'] ? resourceControllerSource(name) : controllerSource(name)
    writeSourceFile(root, `app/controllers/${folder}${kebab}.ts`, source, terminal)
    terminal.line(`In routes.ts:  import ${pascal}Controller from '#controllers/${folder}${kebab}'`)
    terminal.line(
      options['resource']
        ? `               route.resource('${folder}${kebab}', ${pascal}Controller)`
        : `               route.get('/${folder}${kebab}', [${pascal}Controller, 'index'])`,
    )
  },
}

export default command
