import { MadeFiles } from './app/made-files.ts'
import { writeApp } from './app/write-app.ts'
import { Cancelled } from './cancelled.ts'
import type { Choices } from './choices.ts'
import { initGit } from './install/init-git.ts'
import { installEnvironment } from './install/package-manager-files.ts'
import { runCommand } from './install/run-command.ts'
import type { Report } from './report.ts'

/**
 * Writes the app, makes its repository, installs.
 *
 * @returns whether everything went well; a failed install leaves a whole app behind, to be installed later
 * @throws Cancelled after a stop, with everything taken back that was made
 */
export async function create(choices: Choices, report: Report, signal: AbortSignal): Promise<boolean> {
  const made = new MadeFiles(choices.path)
  try {
    writeApp({
      ...choices,
      folder: choices.path,
      uws: choices.uwsProblem === undefined,
      isAdopting: choices.phpFile !== undefined,
    })
    report.done(`Wrote ${choices.folder} from the template ${choices.template}.`)
    if (choices.git) reportGit(report, await initGit(choices.path))
    const installed = !choices.install || (await install(choices, report, signal))
    signal.throwIfAborted()
    return installed
  } catch (error) {
    made.remove()
    throw signal.aborted ? new Cancelled() : error
  }
}

function reportGit(report: Report, result: Awaited<ReturnType<typeof initGit>>): void {
  if (result === 'made') report.done('Made a git repository.')
  if (result === 'no git here') report.note('git is not to be found, so there is no repository.')
}

async function install(
  { packageManager, path }: Choices,
  report: Report,
  signal: AbortSignal,
): Promise<boolean> {
  report.begin(`Installing with ${packageManager} ...`)
  const { code, output } = await runCommand(packageManager, ['install'], {
    cwd: path,
    environment: installEnvironment,
    signal,
  })
  if (signal.aborted) return false
  if (code === 0) {
    report.done(`Installed with ${packageManager}.`)
    return true
  }
  report.failed(
    `${packageManager} install failed with exit code ${code}; the app itself is complete.`,
    output,
  )
  return false
}
