import type { LeftOut } from '@vanillin/database'

export type RelationKind = 'belongsTo' | 'hasMany' | 'hasOne' | 'belongsToMany'

/** A relation as it will be written. */
export interface PlannedRelation {
  name: string
  kind: RelationKind
  /** The table at its other end. */
  target: string
  /** Only those that differ from what the relation takes by itself. */
  options: Readonly<Record<string, string>>
}

/** A model, to be written or there already. */
export interface PlannedModel {
  table: string
  className: string
  /** Its module under app/models, without `.ts`. */
  module: string
  isDefaultExport: boolean
  isThere: boolean
  primaryKey: string
  /** Columns that no answer should show. */
  hidden: readonly string[]
  /** Whether deleted rows are kept, as Laravel and CodeIgniter do it. */
  softDeletes: boolean
  relations: PlannedRelation[]
}

export interface ModelPlan {
  models: PlannedModel[]
  leftOut: LeftOut[]
}
