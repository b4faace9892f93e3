import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'check',
  description: 'Type-checks the app: its code, and the body of every view. Needs no database.',
  async run({ cwd, terminal }) {
    const root = findAppFolder(cwd)
    const [{ generateTypes }, { checkApp, countErrors }] = await Promise.all([
      import('../codegen/generate-types.ts'),
      import('../check/check-app.ts'),
    ])
    await generateTypes(root)
    const errors = await checkApp(root, terminal)
    if (errors === 0) {
      terminal.success('No errors in code and views.')
      return 0
    }
    terminal.error(countErrors(errors))
    return 1
  },
}

export default command
