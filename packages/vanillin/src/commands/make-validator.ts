import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { isInstalled } from '../app/is-installed.ts'
import { validatorSource } from '../make/validator-source.ts'
import { parseSourceName } from '../make/source-name.ts'
import { writeSourceFile } from '../make/write-source-file.ts'

const command: Command = {
  usage: 'make:validator <name>',
  description: 'Writes a validator, what may come in by a form or as JSON, to app/validators/.',
  examples: ['make:validator post-form'],
  async run({ args, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const name = parseSourceName(args[0]!, 'Validator')
    const { pascal, folder, kebab } = name
    writeSourceFile(root, `app/validators/${folder}${kebab}.ts`, validatorSource(name), terminal)
    if (!isInstalled('@vinejs/vine', root)) terminal.warn('It needs a package: npm install @vinejs/vine')
    terminal.line(`In a controller:  import { ${pascal} } from '#validators/${folder}${kebab}'`)
    terminal.line(`                  const form = await this.form(${pascal})`)
  },
}

export default command
