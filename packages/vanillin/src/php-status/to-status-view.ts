import { UsageError } from '../cli/usage-error.ts'

/** What `php:status` shows. */
export interface StatusView {
  readonly days: number
  /** Every route, and not the most used ones alone. */
  readonly isWhole: boolean
  readonly isJson: boolean
}

const DAYS = 7
/** The status of a month is kept. */
const MOST_DAYS = 30

/** @throws UsageError for a number of days of which nothing is kept */
export function toStatusView(options: {
  readonly days?: unknown
  readonly all?: unknown
  readonly json?: unknown
}): StatusView {
  const days = Number(options.days ?? DAYS)
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
    throw new UsageError(`Not a number of days: ${String(options.days)}`, `It goes from 1 to ${MOST_DAYS}.`)
  return { days, isWhole: options.all === true, isJson: options.json === true }
}
