import { layoutLine } from './view-source.ts'
import type { Resource } from './resource.ts'

/** The pages of a resource by the names of their files. */
export function resourceViewSources(resource: Resource, root: string): Record<string, string> {
  const { name, path, one, all, model, hasSessions } = resource
  const type = model?.name ?? '{ id: number }'
  const imported = model === undefined ? '' : `  import type { ${model.name} } from '${model.module}'\n`
  const title = name.pascal.replaceAll(/(?<!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  // Where there are sessions, a form of a visitor who has one needs its token, and `errors` and `old()` are there by themselves.
  const token = hasSessions ? '  <%= csrf() %>\n' : ''
  const errorsImport = hasSessions ? '' : "  import type { FieldErrors } from 'vanillin'\n"
  const errorsProp = hasSessions ? '' : ', errors?: FieldErrors'
  return {
    index: `<%
${imported}  type Props = { ${all}: ${model === undefined ? '{ id: number }' : type}[] }
%>
${layoutLine(root, `title: '${title}'`)}<h1>${title}</h1>
<ul>
  <% for (const ${one} of ${all}) { %><li><a href="${path}/<%= ${one}.id %>"><%= ${one}.id %></a></li><% } %>
</ul>
<p><a href="${path}/create">New</a></p>
`,
    show: `<%
${imported}  type Props = { ${one}: ${type} }
%>
${layoutLine(root, `title: '${title}'`)}<h1>${title}: <%= ${one}.id %></h1>
<p><a href="${path}/<%= ${one}.id %>/edit">Edit</a></p>
<form method="post" action="${path}/<%= ${one}.id %>">
${token}  <input type="hidden" name="_method" value="DELETE">
  <button>Delete</button>
</form>
`,
    form: `<%
${errorsImport}${imported}  type Props = { ${one}?: ${type}${errorsProp} }
%>
${layoutLine(root, `title: '${title}'`)}<h1>${title}</h1>
<form method="post" action="<%= ${one} ? \`${path}/\${${one}.id}\` : '${path}' %>">
${token}  <% if (${one}) { %><input type="hidden" name="_method" value="PUT"><% } %>
  <% for (const messages of Object.values(${hasSessions ? 'errors' : 'errors ?? {}'})) { %><p role="alert"><%= messages[0] %></p><% } %>
  <button>Save</button>
</form>
`,
  }
}
