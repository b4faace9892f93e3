import type { Example } from './examples.ts'
import { codeOf, readRows } from './migration-map/rows.ts'

/** What the lines of the pages for those who come from PHP stand in, and what they bring with them. */
const shapes: readonly [looksLike: RegExp, around: (code: string) => string][] = [
  [/^</, () => ''],
  [
    /^(vine\.|upload\()/,
    (code) => `import vine from '@vinejs/vine'
import { upload } from 'vanillin'
import { exists, unique } from 'vanillin/database'
export const must = (passes: (value: any, field: { parent: any }) => boolean, message = 'no') =>
  vine.createRule((value, _options, field) => { if (!passes(value, field)) field.report(message, 'must', field) })()
export const rule = ${code}`,
  ],
  [
    /^route\./,
    (code) => `import { Controller, defineRoutes, middleware, text } from 'vanillin'
export class PostsController extends Controller { index() { return '' } show() { return '' } store() { return '' } }
export class ErrorsController extends Controller { show() { return '' } }
export const onlyFrom = (address: string) => middleware((request, next) => request.ip === address ? next() : 'no')
export default defineRoutes((route) => { ${code} })`,
  ],
  [
    /\bthis\./,
    (code) => `import vine from '@vinejs/vine'
import { Controller, days, Encrypter, escapeHtml, hours, html, text } from 'vanillin'
import { exists, unique } from 'vanillin/database'
export class Row extends Controller {
  async action() {
    ${code}
  }
}`,
  ],
]

/** The lines of the pages' tables that are code of an action, of routes or a schema, as examples that must compile. */
export function readRowExamples(...files: string[]): Example[] {
  return files.flatMap(readRows).flatMap(({ place, cells }) => {
    const code = codeOf(cells['Vanillin'] ?? cells['VineJS'])
    const around =
      code === undefined ? undefined : shapes.find(([looksLike]) => looksLike.test(code))?.[1](code)
    return around ? [{ place, code: around }] : []
  })
}
