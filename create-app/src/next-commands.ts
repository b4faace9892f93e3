import { hasDatabase } from './app/template.ts'
import type { Choices } from './choices.ts'
import { runScript } from './install/package-manager.ts'

/** What to type now, in order: to the folder, its tables, the server. */
export function nextCommands(choices: Choices, installed: boolean): string[] {
  const { folder, packageManager, template } = choices
  const install = installed && choices.install ? '' : ` && ${packageManager} install`
  return [
    folder === '.' ? install.replace(' && ', '') : `cd ${folder}${install}`,
    hasDatabase(template) ? tablesCommand(choices) : '',
    runScript(packageManager, 'dev'),
  ].filter((command) => command !== '')
}

/** A database of PHP has its tables already. */
function tablesCommand({ packageManager, phpFile }: Choices): string {
  if (phpFile === undefined) return runScript(packageManager, 'migrate')
  return `${packageManager === 'npm' ? 'npx' : packageManager} vanillin db:pull`
}
