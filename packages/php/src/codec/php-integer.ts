const MIN = -(2n ** 63n)
const MAX = 2n ** 63n - 1n

/** A number where that is exact, otherwise a bigint; undefined for what has no place in 64 bits. */
export function toPhpInteger(value: bigint): number | bigint | undefined {
  if (value < MIN || value > MAX) return undefined
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
