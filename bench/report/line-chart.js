import { escapeXml, frame } from './picture.js'

const width = 720
const height = 300
const left = 64
const right = 130
const top = 56
const bottom = 48
const colours = ['#b7791f', '#57606a']

/**
 * Lines over steps that stand at equal distances, since most of them grow tenfold; the vertical axis begins at zero.
 *
 * @param {{ title: string, unit: string, axis: string, steps: readonly number[], series: readonly { label: string, values: readonly number[] }[] }} chart
 */
export function lineChart({ title, unit, axis, steps, series }) {
  const highest = niceCeiling(Math.max(...series.flatMap(({ values }) => values)))
  /** @param {number} index */
  const x = (index) => left + (index * (width - left - right)) / Math.max(steps.length - 1, 1)
  /** @param {number} value */
  const y = (value) => height - bottom - (value / highest) * (height - top - bottom)
  const grid = [0, highest / 2, highest].map(
    (value) =>
      `<path d="M${left} ${fixed(y(value))}H${width - right}" stroke="#e6e6ea"/><text x="${left - 8}" y="${fixed(y(value) + 4)}" text-anchor="end" fill="#656d76">${value}</text>`,
  )
  const marks = steps.map(
    (step, index) =>
      `<text x="${fixed(x(index))}" y="${height - bottom + 20}" text-anchor="middle" fill="#656d76">${step.toLocaleString('en')}</text>`,
  )
  const lines = series.map(({ label, values }, index) => {
    const colour = colours[index % colours.length] ?? '#000'
    const points = values.map((value, step) => `${fixed(x(step))},${fixed(y(value))}`)
    const dots = values.map(
      (value, step) => `<circle cx="${fixed(x(step))}" cy="${fixed(y(value))}" r="3.5" fill="${colour}"/>`,
    )
    const last = values.at(-1) ?? 0
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}<text x="${width - right + 10}" y="${fixed(y(last) + 4)}" fill="${colour}">${escapeXml(label)}, ${last.toFixed(1)}</text>`
  })
  const caption = `<text x="${left}" y="${height - 10}" fill="#656d76">${escapeXml(axis)}</text>`
  return frame({ title, unit, width, height, content: [...grid, ...marks, ...lines, caption].join('\n') })
}

/**
 * The next of 1, 2, 5, 10, 20, 50 ...
 *
 * @param {number} value
 */
function niceCeiling(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power
}

/** @param {number} value */
function fixed(value) {
  return Number(value.toFixed(1))
}
