import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'codegen',
  description: 'Writes the types of views, routes and config to .vanillin/types/. Needs no database.',
  async run({ cwd, terminal }) {
    const root = findAppFolder(cwd)
    const { generateTypes } = await import('../codegen/generate-types.ts')
    const written = await generateTypes(root)
    terminal.success(written.length === 0 ? 'All types are up to date.' : `Wrote ${written.join(', ')}`)
  },
}

export default command
