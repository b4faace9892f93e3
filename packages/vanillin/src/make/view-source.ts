import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceName } from './source-name.ts'

/** A page with one prop, in the layout `layouts/main` if the app has it. */
export function viewSource(root: string): string {
  return `<%
  type Props = { title: string }
%>
${layoutLine(root, 'title')}<h1><%= title %></h1>
`
}

/** The line that puts a page into `layouts/main`; nothing for an app without it. */
export function layoutLine(root: string, props: string): string {
  return existsSync(join(root, 'app/views/layouts/main.eta'))
    ? `<% layout('layouts/main', { ${props} }) %>\n`
    : ''
}

/** How a controller renders it. */
export function viewCall({ folder, kebab }: SourceName): string {
  return `this.view('${folder}${kebab}', { title: '...' })`
}
