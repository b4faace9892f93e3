import { BridgeError } from '../errors/bridge-error.ts'

/** @throws BridgeError `E_PHP_OPTIONS` */
export function assertPercent(of: string, percent: number): void {
  if (percent >= 0 && percent <= 100) return
  throw new BridgeError('E_PHP_OPTIONS', `${of} has ${percent} as \`percent\`: it goes from 0 to 100.`)
}
