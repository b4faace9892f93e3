import { Controller, json, redirect, text } from 'vanillin'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Those of the files in PHP's `public/pages` that are ported, each at its old address. */
export default class PagesController extends Controller {
  hello() {
    return this.view('pages/hello', { name: this.query.string('name', 'world') })
  }

  json() {
    return json({ float: 1.5, text: 'ä', null: null, list: [1, 2] })
  }

  csv() {
    const rows = [
      ['id', 'name'],
      ['1', 'Ada "the first"'],
      ['2', 'two\nlines'],
    ]
    const lines = rows.map((row) => row.map(quoted).join(','))
    return text(`${lines.join('\n')}\n`, { headers: { 'Content-Type': 'text/csv;charset=UTF-8' } })
  }

  xml() {
    return text('<?xml version="1.0"?><items><item id="1"/></items>', {
      headers: { 'Content-Type': 'application/xml' },
    })
  }

  image() {
    this.header('Content-Type', 'image/png')
    return PIXEL
  }

  redirected() {
    return redirect('/pages/hello.php?name=redirected')
  }
}

/** As `fputcsv()` of PHP does it. */
function quoted(value: string): string {
  return /[",\s]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
