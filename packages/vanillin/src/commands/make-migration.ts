import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { migrationSource, migrationTimestamp } from '../make/migration-source.ts'
import { parseSourceName } from '../make/source-name.ts'
import { writeSourceFile } from '../make/write-source-file.ts'

const command: Command = {
  usage: 'make:migration <name>',
  description: 'Writes a migration to database/migrations/.',
  examples: ['make:migration create_posts', 'make:migration add_slug_to_posts'],
  async run({ args, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const { snake } = parseSourceName(args[0]!)
    const path = `database/migrations/${migrationTimestamp(new Date())}_${snake}.ts`
    writeSourceFile(root, path, migrationSource(snake), terminal)
    terminal.line('Next:  vanillin migrate')
  },
}

export default command
