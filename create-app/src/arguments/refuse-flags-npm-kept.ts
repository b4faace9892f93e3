import { UsageError } from '../usage-error.ts'

/**
 * `npm create vanillin shop --template api` without the bare `--`: npm takes the flag for a setting of its own
 * and passes on nothing. Making another app than the one asked for would be worse than stopping.
 *
 * @throws UsageError with the line to type instead
 */
export function refuseFlagsNpmKept(argv: readonly string[], environment: NodeJS.ProcessEnv): void {
  for (const flag of ['template', 'db', 'php'] as const) {
    const kept = environment[`npm_config_${flag}`]
    if (kept === undefined || argv.some((argument) => argument.startsWith(`--${flag}`))) continue
    const value = kept === 'true' ? '' : ` ${kept}`
    throw new UsageError(
      `npm kept --${flag} for itself. Put a bare -- before the flags: npm create vanillin@latest ` +
        [...argv, '--', `--${flag}${value}`].join(' '),
    )
  }
}
