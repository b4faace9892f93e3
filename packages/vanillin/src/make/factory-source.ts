import type { SourceName } from './source-name.ts'

export function factorySource({ pascal, folder, kebab }: SourceName, plural: string): string {
  return `import { defineFactory } from 'vanillin/database'
import { ${pascal} } from '#models/${folder}${kebab}'

/** Makes rows for tests and seeds: \`await ${plural}.create()\`. */
export const ${plural} = defineFactory(${pascal}, (count) => ({
  // what must be unique has the number of the row: title: \`Title \${count}\`
}))
`
}
