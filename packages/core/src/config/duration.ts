/** A span of time in milliseconds. Written `seconds(30)`, `minutes(5)`, so that the unit is in sight. */
export type Duration = number & { readonly __unit?: 'milliseconds' }

const times =
  (unitMs: number) =>
  (count: number): Duration => {
    if (!Number.isFinite(count) || count < 0) throw new RangeError(`Not a duration: ${count}`)
    return count * unitMs
  }

export const milliseconds: (count: number) => Duration = times(1)
export const seconds: (count: number) => Duration = times(1_000)
export const minutes: (count: number) => Duration = times(60_000)
export const hours: (count: number) => Duration = times(3_600_000)
export const days: (count: number) => Duration = times(86_400_000)
