import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { parseSourceName } from '../make/source-name.ts'
import { writeMigration } from '../make/write-migration.ts'

const command: Command = {
  usage: 'make:migration <name>',
  description:
    'Writes a migration to database/migrations/. Names like those below say what it does, and it is filled in.',
  examples: [
    'make:migration create_posts',
    'make:migration add_slug_and_author_id_to_posts',
    'make:migration remove_slug_from_posts',
    'make:migration drop_posts',
  ],
  async run({ args, cwd, terminal }) {
    const root = findAppFolder(cwd)
    writeMigration(root, parseSourceName(args[0]!).snake, terminal)
    terminal.line('Next:  npx vanillin migrate')
  },
}

export default command
