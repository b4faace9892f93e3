import { hasDatabase } from './app/template.ts'
import type { Choices } from './choices.ts'
import { runScript } from './install/package-manager.ts'

/** What to type now, in order: to the folder, its tables, the server. */
export function nextCommands(choices: Choices, installed: boolean): string[] {
  const { folder, packageManager, template } = choices
  const install = installed && choices.install ? '' : ` && ${packageManager} install`
  return [
    folder === '.' ? install.replace(' && ', '') : `cd ${folder}${install}`,
    hasDatabase(template) ? runScript(packageManager, 'migrate') : '',
    runScript(packageManager, 'dev'),
  ].filter((command) => command !== '')
}
