import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { modelsIn } from '../codegen/model-types.ts'
import { sourceFilesIn } from '../codegen/source-files-in.ts'

/** A model that is in the app already, or a module that has none. */
export interface WrittenModel {
  table: string
  className: string
  module: string
  isDefaultExport: boolean
}

/** The modules of app/models, and the tables of which they are the models. */
export function writtenModels(folder: string): WrittenModel[] {
  return sourceFilesIn(folder).flatMap((file) => {
    const module = file.replace(/\.ts$/, '')
    const models = modelsIn(readFileSync(join(folder, file), 'utf8'))
    return models.length > 0
      ? models.map((model) => ({ ...model, module }))
      : [{ table: '', className: '', module, isDefaultExport: false }]
  })
}
