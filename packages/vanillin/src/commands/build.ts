import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'

const command: Command = {
  usage: 'build',
  description:
    'Writes dist/: the app with everything that it needs but node itself. Copy it anywhere and run server.js.',
  options: [
    {
      flags: '--target <name>',
      description: 'linux-x64-glibc, linux-arm64-musl, darwin-arm64 ... (default: this machine)',
    },
    { flags: '--external <package>', description: 'Leave a package out of the bundle; may be repeated' },
  ],
  examples: ['build', 'build --target linux-arm64-glibc', 'build --external sharp'],
  async run({ options, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const [{ buildApp }, { parseBuildTarget, hostTarget }] = await Promise.all([
      import('../build/build-app.ts'),
      import('../build/build-target.ts'),
    ])
    const target =
      options['target'] === undefined ? hostTarget() : parseBuildTarget(String(options['target']))
    const external = [options['external'] ?? []].flat().map(String)
    const report = await buildApp({ root, target, external })
    for (const line of report.lines) terminal.line(line)
    terminal.success(`dist/ for ${report.target}, ${report.megabytes} MB, in ${report.seconds} s`)
  },
}

export default command
