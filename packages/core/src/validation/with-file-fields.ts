import { UploadedFile } from '../uploads/uploaded-file.ts'

type Fields = Readonly<Record<string, unknown>>

/** Texts and files of a form in one tree, for a schema that knows both. Where both have one name, the file stands. */
export function withFileFields(fields: Fields, files: Fields): Fields {
  if (Object.keys(files).length === 0) return fields
  return mergeObjects(fields, files)
}

function mergeObjects(fields: Fields, files: Fields): Fields {
  const merged = Object.assign(Object.create(null) as Record<string, unknown>, fields)
  for (const [name, file] of Object.entries(files)) merged[name] = mergeValues(merged[name], file)
  return merged
}

function mergeValues(field: unknown, file: unknown): unknown {
  if (!isTree(field) || !isTree(file)) return file
  if (!Array.isArray(field) || !Array.isArray(file)) return mergeObjects({ ...field }, { ...file })
  const length = Math.max(field.length, file.length)
  return Array.from({ length }, (_, index) =>
    index in file ? mergeValues(field[index], file[index]) : (field[index] as unknown),
  )
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof UploadedFile)
}
