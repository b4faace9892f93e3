import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'build',
  description:
    'Type-checks the app and writes dist/: all that it needs but node itself. Copy it anywhere and run server.js.',
  options: [
    {
      flags: '--target <name>',
      description:
        'Where it will run: linux-x64-glibc, linux-arm64-musl, darwin-arm64 ... (default: as here)',
    },
    { flags: '--external <package>', description: 'Leave a package out of the bundle; may be repeated' },
    { flags: '--no-check', description: 'Build without type-checking first' },
  ],
  examples: ['build', 'build --target linux-arm64-glibc', 'build --external sharp'],
  async run({ options, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const [{ buildApp }, { parseBuildTarget, hostTarget }, { generateTypes }] = await Promise.all([
      import('../build/build-app.ts'),
      import('../build/build-target.ts'),
      import('../codegen/generate-types.ts'),
    ])
    const target =
      options['target'] === undefined ? hostTarget() : parseBuildTarget(String(options['target']))
    const external = [options['external'] ?? []].flat().map(String)
    await generateTypes(root)
    if (options['check'] !== false) {
      const { checkApp, countErrors } = await import('../check/check-app.ts')
      const errors = await checkApp(root, terminal)
      if (errors > 0) {
        terminal.error(
          `${countErrors(errors)} Nothing was built.`,
          'Correct them, or build all the same with --no-check.',
        )
        return 1
      }
    }
    const report = await buildApp({ root, target, external })
    for (const line of report.lines) terminal.line(line)
    terminal.success(`dist/ for ${report.target}, ${report.megabytes} MB, in ${report.seconds} s`)
    return 0
  },
}

export default command
