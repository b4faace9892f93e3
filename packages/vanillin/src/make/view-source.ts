import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceName } from './source-name.ts'

/** A page with one prop, in the layout `layouts/main` if the app has it. */
export function viewSource(root: string): string {
  const layout = existsSync(join(root, 'app/views/layouts/main.eta'))
    ? `<% layout('layouts/main', { title }) %>\n`
    : ''
  return `<%
  type Props = { title: string }
%>
${layout}<h1><%= title %></h1>
`
}

/** How a controller renders it. */
export function viewCall({ folder, kebab }: SourceName): string {
  return `this.view('${folder}${kebab}', { title: '...' })`
}
