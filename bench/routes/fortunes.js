import { fortuneRows, newFortune } from '../databases/fortunes.js'
import { expectAnswer } from './expect-answer.js'
import { unescapeHtml, withoutLineBreaks } from './html-text.js'

/**
 * The page of TechEmpower's test: all rows and one that is added, sorted by message, as an HTML table, escaped.
 *
 * @type {import('./index.js').BenchRoute}
 */
export const fortunes = {
  name: 'fortunes',
  description:
    '12 rows from the database and one added, sorted, rendered by a template as an HTML page, escaped',
  request: { path: '/fortunes' },
  check(answer) {
    expectAnswer(answer, { type: 'text/html' })
    if (!/charset=utf-8/i.test(answer.headers.get('content-type') ?? '')) throw new Error('no charset=utf-8')
    if (toFortunes(answer.body) !== expected) {
      throw new Error(`another table than expected:\n${toFortunes(answer.body)}\ninstead of\n${expected}`)
    }
  },
}

const expected = [...fortuneRows, newFortune]
  .toSorted((left, right) => (left.message < right.message ? -1 : 1))
  .map(({ id, message }) => `${id} ${message}`)
  .join('\n')

/**
 * The table as text. How a server escapes a quote and where it breaks lines is its own business, the rest is not.
 *
 * @param {string} html
 */
function toFortunes(html) {
  const page = withoutLineBreaks(html)
  const frame =
    /^<!doctype html><html><head><title>Fortunes<\/title><\/head><body><table><tr><th>id<\/th><th>message<\/th><\/tr>(.*)<\/table><\/body><\/html>$/is
  const rows = frame.exec(page)?.[1]
  if (rows === undefined) throw new Error(`not the page of fortunes:\n${html}`)
  return rows
    .split('</tr>')
    .filter((row) => row !== '')
    .map(toFortune)
    .join('\n')
}

/** @param {string} row without its end */
function toFortune(row) {
  const cells = /^<tr><td>(\d+)<\/td><td>([^<>]*)<\/td>$/.exec(row)
  if (!cells) throw new Error(`not a row of two escaped cells: ${row}`)
  return `${cells[1]} ${unescapeHtml(cells[2] ?? '')}`
}
