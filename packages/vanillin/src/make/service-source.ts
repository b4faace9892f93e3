import type { SourceName } from './source-name.ts'

export function serviceSource({ pascal }: SourceName): string {
  return `/** What the app does apart from requests. Controllers get it with \`this.use(${pascal})\`, tests may put another in its place. */
export class ${pascal} {}
`
}
