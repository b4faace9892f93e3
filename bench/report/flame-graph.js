import { escapeXml, frame } from './picture.js'

const width = 1000
const left = 16
const top = 44
const rowHeight = 17
const leastWidth = 1.5
const letterWidth = 6.4
const deepest = 40

/** One colour for each kind of code, so that the picture shows at a glance whose time it is. */
const colours = [
  { isOf: (/** @type {string} */ part) => part.includes('vanillin'), fill: '#f3b562', label: 'Vanillin' },
  { isOf: (/** @type {string} */ part) => part === 'the app', fill: '#f0876c', label: 'the app' },
  { isOf: (/** @type {string} */ part) => part === 'node', fill: '#a9d18e', label: 'node' },
  {
    isOf: (/** @type {string} */ part) => part === 'native functions' || part === 'outside of JavaScript',
    fill: '#b8c4d0',
    label: 'native code and kernel',
  },
  {
    isOf: (/** @type {string} */ part) => part === 'garbage collector',
    fill: '#d5b8e0',
    label: 'garbage collector',
  },
  { isOf: () => true, fill: '#8fc1e3', label: 'libraries' },
]

/**
 * A call tree from above: each box is a function, as wide as the time it took with all that it called, which stands below it.
 *
 * @param {{ title: string, unit: string, tree: import('../profile/call-tree.js').Call }} chart
 */
export function flameGraph({ title, unit, tree }) {
  const scale = (width - 2 * left) / tree.us
  /** @type {string[]} */
  const boxes = []
  let depthSeen = 0

  /**
   * @param {import('../profile/call-tree.js').Call} call
   * @param {number} x
   * @param {number} depth
   */
  function add(call, x, depth) {
    const boxWidth = call.us * scale
    if (boxWidth < leastWidth || depth > deepest) return
    depthSeen = Math.max(depthSeen, depth)
    const y = top + depth * rowHeight
    const share = `${((100 * call.us) / tree.us).toFixed(1)} %`
    const letters = Math.floor((boxWidth - 6) / letterWidth)
    const label = letters < 3 ? '' : call.name.slice(0, letters)
    const text = label === '' ? '' : `<text x="${fixed(x + 3)}" y="${y + 12}">${escapeXml(label)}</text>`
    boxes.push(
      `<g><title>${escapeXml(`${call.name}, ${share}${call.place && `, ${call.place}`}`)}</title><rect x="${fixed(x)}" y="${y}" width="${fixed(Math.max(boxWidth - 0.5, 0.5))}" height="${rowHeight - 1}" rx="1.5" fill="${colourOf(call.part)}"/>${text}</g>`,
    )
    let childX = x
    for (const child of call.children) {
      add(child, childX, depth + 1)
      childX += child.us * scale
    }
  }

  let x = left
  for (const call of tree.children) {
    add(call, x, 0)
    x += call.us * scale
  }
  const legendY = top + (depthSeen + 2) * rowHeight
  const legend = colours.map(
    ({ fill, label }, index) =>
      `<rect x="${left + index * 160}" y="${legendY - 10}" width="11" height="11" fill="${fill}"/><text x="${left + 16 + index * 160}" y="${legendY}">${escapeXml(label)}</text>`,
  )
  const content = `<g font-size="11" fill="#1f2328">${boxes.join('\n')}\n${legend.join('')}</g>`
  return frame({ title, unit, width, height: legendY + 16, content })
}

/** @param {string} part */
function colourOf(part) {
  return colours.find(({ isOf }) => isOf(part))?.fill ?? '#fff'
}

/** @param {number} value */
function fixed(value) {
  return Number(value.toFixed(1))
}
