import type { SourceName } from './source-name.ts'

export function validatorSource({ pascal }: SourceName): string {
  return `import vine from '@vinejs/vine'

export const ${pascal} = vine.create({
  name: vine.string().trim().minLength(2).maxLength(60),
})
`
}
