import { runCommand } from './run-command.ts'

export type GitResult = 'made' | 'there already' | 'no git here'

/** A git repository in the folder, unless it lies in one. That git is missing is no failure. */
export async function initGit(folder: string): Promise<GitResult> {
  const inside = await runCommand('git', ['rev-parse', '--is-inside-work-tree'], { cwd: folder })
  if (inside.code === 0) return 'there already'
  const made = await runCommand('git', ['-c', 'init.defaultBranch=main', 'init', '--quiet'], { cwd: folder })
  return made.code === 0 ? 'made' : 'no git here'
}
