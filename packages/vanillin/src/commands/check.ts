import { relative } from 'node:path'
import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'check',
  description: 'Type-checks the app: its code, and the body of every view. Needs no database.',
  async run({ cwd, terminal }) {
    const root = findAppFolder(cwd)
    const [{ generateTypes }, { checkViews }] = await Promise.all([
      import('../codegen/generate-types.ts'),
      import('@vanillin/core/view-types'),
    ])
    await generateTypes(root)
    const found = await checkViews({ root, project: true })
    for (const { file, line, column, message, code } of found) {
      const place = terminal.style('cyan', `${relative(root, file)}:${line}:${column}`)
      terminal.line(`${place} ${message}${code === undefined ? '' : terminal.style('dim', ` (TS${code})`)}`)
    }
    if (found.length === 0) {
      terminal.success('No errors in code and views.')
      return 0
    }
    terminal.error(found.length === 1 ? '1 error.' : `${found.length} errors.`)
    return 1
  },
}

export default command
