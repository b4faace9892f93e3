import { escapeXml, frame } from './picture.js'

/** @typedef {{ label: string, value: number, low: number, high: number, isOurs: boolean }} Bar */

const width = 720
const rowHeight = 26
const labelWidth = 150
const barWidth = 460
const top = 52

/**
 * Horizontal bars as an SVG picture, the longest as wide as the picture allows, each with its value and a whisker from
 * the lowest to the highest round.
 *
 * @param {{ title: string, unit: string, bars: readonly Bar[] }} chart
 */
export function barChart({ title, unit, bars }) {
  const longest = Math.max(...bars.map(({ high }) => high))
  const scale = barWidth / longest
  const height = top + bars.length * rowHeight + 14
  const rows = bars.map((bar, index) => toRow(bar, top + index * rowHeight, scale))
  return frame({ title, unit, width, height, content: rows.join('\n') })
}

/**
 * @param {Bar} bar
 * @param {number} y
 * @param {number} scale pixels for a unit
 */
function toRow({ label, value, low, high, isOurs }, y, scale) {
  const middle = y + rowHeight / 2
  const end = labelWidth + value * scale
  const fill = isOurs ? '#b7791f' : '#c3c9d2'
  return [
    `<text x="${labelWidth - 10}" y="${middle + 4}" text-anchor="end" fill="#1f2328"${isOurs ? ' font-weight="600"' : ''}>${escapeXml(label)}</text>`,
    `<rect x="${labelWidth}" y="${y + 4}" width="${number(value * scale)}" height="${rowHeight - 8}" rx="2" fill="${fill}"/>`,
    `<path d="M${number(labelWidth + low * scale)} ${middle}H${number(labelWidth + high * scale)}" stroke="#57606a" stroke-width="1.5"/>`,
    `<text x="${number(Math.max(end, labelWidth + high * scale) + 8)}" y="${middle + 4}" fill="#1f2328">${value.toFixed(value < 100 ? 1 : 0)}</text>`,
  ].join('')
}

/** @param {number} value */
function number(value) {
  return Number(value.toFixed(1))
}
