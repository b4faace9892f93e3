const ZERO = 48
const POINT = 46

/** Appends a text of ASCII. @returns where the next one begins */
export function putText(bytes: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i)
  return at + text.length
}

/** Appends a text that stands in a JSON string as it is; -1 when it is not of that kind. */
export function putPlainText(bytes: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return -1
    bytes[at + i] = code
  }
  return at + text.length
}

/** Appends a whole number, which is not negative, as JSON writes it. */
export function putInteger(bytes: Uint8Array, at: number, value: number): number {
  if (value >= 10) at = putInteger(bytes, at, Math.trunc(value / 10))
  bytes[at] = ZERO + (value % 10)
  return at + 1
}

/** Appends a number of hundredths, as JSON writes a number: `0.07`, `0.5`, `12`. */
export function putHundredths(bytes: Uint8Array, at: number, hundredths: number): number {
  const whole = Math.trunc(hundredths / 100)
  const rest = hundredths - whole * 100
  at = putInteger(bytes, at, whole)
  if (rest === 0) return at
  bytes[at++] = POINT
  bytes[at++] = ZERO + Math.trunc(rest / 10)
  if (rest % 10 !== 0) bytes[at++] = ZERO + (rest % 10)
  return at
}

/** Puts three digits. */
export function putThousandths(bytes: Uint8Array, at: number, thousandths: number): void {
  bytes[at] = ZERO + Math.trunc(thousandths / 100)
  bytes[at + 1] = ZERO + (Math.trunc(thousandths / 10) % 10)
  bytes[at + 2] = ZERO + (thousandths % 10)
}
