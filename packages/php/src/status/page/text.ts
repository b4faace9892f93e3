/** `12,345`. */
export function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** `63 %`; below one and above 99 with a decimal, so that nothing is done before it is. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '0 %'
  const share = (100 * part) / whole
  const isNearEnd = (share > 0 && share < 1) || (share > 99 && share < 100)
  return `${isNearEnd ? (Math.floor(share * 10) / 10).toFixed(1) : Math.floor(share)} %`
}

/** `3.1 ms`, `140 ms`, `2.5 s`. */
export function duration(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`
  return ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`
}
