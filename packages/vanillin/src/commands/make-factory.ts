import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { factorySource } from '../make/factory-source.ts'
import { parseSourceName, pluralise } from '../make/source-name.ts'
import { writeSourceFile } from '../make/write-source-file.ts'

const command: Command = {
  usage: 'make:factory <model>',
  description: 'Writes a factory for rows of a model to database/factories/.',
  examples: ['make:factory post'],
  async run({ args, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const name = parseSourceName(args[0]!, 'Factory')
    const plural = pluralise(name.camel)
    const file = `database/factories/${name.folder}${pluralise(name.kebab)}.ts`
    writeSourceFile(root, file, factorySource(name, plural), terminal)
    terminal.line(`In a test or a seed:  await ${plural}.createMany(3)`)
    terminal.line('Words and names:      npm install --save-dev @faker-js/faker')
  },
}

export default command
