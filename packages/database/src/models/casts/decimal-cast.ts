import type { Cast } from './cast.ts'

const decimal = /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/

/**
 * A `decimal` column as text with exactly so many digits behind the point. More digits are refused: databases round them away in
 * silence.
 */
export function decimalCast(scale: number): Cast<string, string> {
  const toScale = (text: string): string => {
    const [, sign = '', whole = '', fraction = ''] = decimal.exec(text) ?? []
    if (whole === '') throw new RangeError(`${JSON.stringify(text)} is no decimal number`)
    if (fraction.length > scale)
      throw new RangeError(`${text} has more than ${scale} digits behind the point`)
    const digits = scale === 0 ? whole : `${whole}.${fraction.padEnd(scale, '0')}`
    return /[1-9]/.test(digits) ? sign + digits : digits
  }
  return { fromDatabase: toScale, toDatabase: toScale }
}
