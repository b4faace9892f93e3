import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { modelSource } from '../make/model-source.ts'
import { parseSourceName, pluralise } from '../make/source-name.ts'
import { writeMigration } from '../make/write-migration.ts'
import { writeSourceFile } from '../make/write-source-file.ts'

const command: Command = {
  usage: 'make:model <name>',
  description: 'Writes a model to app/models/.',
  options: [
    { flags: '--table <name>', description: 'Its table (default: the name in the plural)' },
    { flags: '--migration', description: 'Write the migration that creates the table as well' },
  ],
  examples: ['make:model post --migration', 'make:model person --table people'],
  async run({ args, options, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const name = parseSourceName(args[0]!, 'Model')
    const table =
      options['table'] === undefined ? pluralise(name.snake) : parseSourceName(String(options['table'])).snake
    writeSourceFile(root, `app/models/${name.folder}${name.kebab}.ts`, modelSource(name, table), terminal)
    if (options['migration']) writeMigration(root, `create_${table}`, terminal)
    else terminal.line(`Its table, if it is not there:  vanillin make:migration create_${table}`)
    terminal.line(
      `\`vanillin migrate\` writes the columns of ${table} into database/schema.ts; they are the model's types.`,
    )
  },
}

export default command
