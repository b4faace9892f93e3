import { UsageError } from './usage-error.ts'

/** @throws UsageError for anything but a port number; undefined stays undefined */
export function parsePort(value: unknown): number | undefined {
  if (value === undefined) return undefined
  const port = Number(value)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new UsageError(
    `Not a port: ${JSON.stringify(value)}`,
    'A port is a number from 0 to 65535; 0 takes any free one.',
  )
}
