/** The folder of the app: VANILLIN_ROOT, which the built server sets, or else the current folder. */
export function appRoot(): string {
  return process.env['VANILLIN_ROOT'] ?? process.cwd()
}
