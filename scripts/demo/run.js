import { Child } from './child.js'
import { npmCommand } from './npm-command.js'

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('./child.js').ChildOptions} options
 * @returns {Promise<string>} what it printed
 * @throws {Error} with what it printed, when its exit code is not 0
 */
export async function run(command, args, options) {
  const child = new Child(command, args, options)
  const code = await child.ended
  if (code === 0) return child.output
  throw new Error(`${options.show ? '' : child.output}\n${command} ${args.join(' ')}: exit code ${code}`)
}

/**
 * @param {readonly string[]} args
 * @param {import('./child.js').ChildOptions} options
 */
export function runNpm(args, options) {
  const { command, args: all, shell } = npmCommand(args)
  return run(command, all, { ...options, shell })
}
