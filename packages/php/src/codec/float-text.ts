/** With more digits before the point than this, or three zeros behind it, PHP writes an exponent. */
const MAX_DIGITS = 17
const MIN_EXPONENT = -4

/** The shortest text that is read as this very number again, in the form of PHP's `serialize_precision = -1`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NAN'
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF'
  if (Object.is(value, -0)) return '-0'
  const [mantissa = '', power = ''] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent < MAX_DIGITS && exponent >= MIN_EXPONENT) return plainText(mantissa, exponent)
  const fraction = mantissa.includes('.') ? mantissa : `${mantissa}.0`
  return `${fraction}E${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
}

function plainText(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const rest = digits.slice(exponent + 1)
  return sign + whole + (rest === '' ? '' : `.${rest}`)
}
