import { UsageError } from './usage-error.ts'

/** How many migrations to take back; undefined stays undefined. @throws UsageError for anything but a whole number above 0 */
export function parseSteps(value: unknown): number | undefined {
  if (value === undefined) return undefined
  const steps = Number(value)
  if (Number.isInteger(steps) && steps > 0) return steps
  throw new UsageError(
    `Not a number of migrations: ${JSON.stringify(value)}`,
    '--steps takes a whole number above 0.',
  )
}
