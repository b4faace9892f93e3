import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { testSource } from '../make/test-source.ts'
import { parseSourceName } from '../make/source-name.ts'
import { writeSourceFile } from '../make/write-source-file.ts'

const command: Command = {
  usage: 'make:test <name>',
  description: 'Writes a test that visits a page of the app to test/.',
  examples: ['make:test posts'],
  async run({ args, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const name = parseSourceName(args[0]!, 'Test')
    const file = `test/${name.folder}${name.kebab}.test.ts`
    writeSourceFile(root, file, testSource(), terminal)
    terminal.line(`Next:  npx vitest run ${file}`)
  },
}

export default command
