/**
 * How to start npm: the one that runs us if one does. Windows has npm as a `.cmd`, which only a shell starts.
 *
 * @param {readonly string[]} args
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npmCommand(args) {
  const npm = process.env['npm_execpath']
  if (npm?.endsWith('npm-cli.js')) return { command: process.execPath, args: [npm, ...args], shell: false }
  return { command: 'npm', args: [...args], shell: process.platform === 'win32' }
}
