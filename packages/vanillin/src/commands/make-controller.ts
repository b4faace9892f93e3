import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { controllerSource } from '../make/controller-source.ts'
import { writeResource } from '../make/write-resource.ts'
import { parseSourceName } from '../make/source-name.ts'
import { writeSourceFile } from '../make/write-source-file.ts'

const command: Command = {
  usage: 'make:controller <name>',
  description: 'Writes a controller to app/controllers/.',
  options: [{ flags: '--resource', description: 'With the actions of route.resource(), and their views' }],
  examples: ['make:controller posts --resource', 'make:controller admin/posts'],
  async run({ args, options, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const name = parseSourceName(args[0]!, 'Controller')
    const { folder, kebab, pascal } = name
    if (options['resource']) writeResource(root, name, terminal)
    else writeSourceFile(root, `app/controllers/${folder}${kebab}.ts`, controllerSource(name), terminal)
    terminal.line(`In routes.ts:  import ${pascal}Controller from '#controllers/${folder}${kebab}'`)
    terminal.line(
      options['resource']
        ? `               route.resource('${folder}${kebab}', ${pascal}Controller)`
        : `               route.get('/${folder}${kebab}', [${pascal}Controller, 'index'])`,
    )
  },
}

export default command
