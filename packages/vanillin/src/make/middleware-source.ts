import type { SourceName } from './source-name.ts'

export function middlewareSource({ camel }: SourceName): string {
  return `import { middleware } from 'vanillin'

export const ${camel} = middleware(async (_request, next) => {
  // Return a response here, as abort(403), to end the request.
  return next()
})
`
}
