import type { SourceName } from './source-name.ts'

export function modelSource({ pascal }: SourceName, table: string): string {
  return `import { Model } from 'vanillin/database'

export class ${pascal} extends Model('${table}') {}
`
}
