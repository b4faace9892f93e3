import { describeAction, type Route } from '@vanillin/core'
import type { Terminal } from '../cli/terminal.ts'

export interface RouteRow {
  readonly methods: string
  readonly path: string
  readonly action: string
  readonly name: string
  readonly middleware: string
}

export function routeRows(routes: readonly Route[]): RouteRow[] {
  return routes.map((route) => ({
    methods: route.methods.map((method) => (method === '*' ? 'any' : method)).join(', '),
    path: `${route.domain ?? ''}${route.pattern.text}${route.version === undefined ? '' : ` (${route.version})`}`,
    action: describeAction(route.action),
    name: route.name ?? '',
    middleware: route.middleware.map((middleware) => middleware.name).join(', '),
  }))
}

export function routeTable(rows: readonly RouteRow[], terminal: Terminal): string {
  if (rows.length === 0) return 'No routes.'
  const width = (column: keyof RouteRow): number => Math.max(...rows.map((row) => row[column].length))
  const widths = {
    methods: width('methods'),
    path: width('path'),
    action: width('action'),
    name: width('name'),
  }
  return rows
    .map(({ methods, path, action, name, middleware }) =>
      [
        terminal.style('cyan', methods.padEnd(widths.methods)),
        path.padEnd(widths.path),
        action.padEnd(widths.action),
        terminal.style('yellow', name.padEnd(widths.name)),
        terminal.style('dim', middleware),
      ]
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
