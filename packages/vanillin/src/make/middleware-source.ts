import type { SourceName } from './source-name.ts'

export function middlewareSource({ camel }: SourceName): string {
  return `import { middleware } from 'vanillin'

export const ${camel} = middleware(async (_request, next) => {
  // Return a response here, as abort(403), to end the request.
  return next()
})

// One that is told something, \`.use(${camel}('editor'))\`, is a function that returns a middleware:
//
// export const ${camel} = (role: string) =>
//   middleware(async (request, next) => {
//     if (request.headers.get('x-role') !== role) return abort(403, \`Only for \${role}.\`)
//     return next()
//   })
`
}
