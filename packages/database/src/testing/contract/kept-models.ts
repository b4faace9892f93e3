import { Model, belongsTo, hasMany } from '../../index.ts'

export class Note extends Model('model_notes', { softDeletes: true, hidden: ['password'] }) {
  static drafts = this.scope((query) => query.where('state', 'draft'))
  static inState = this.scope((query, state: string) => query.where('state', '=', state))
  static remarks = hasMany(() => Remark, { foreignKey: 'note_id' })
}

export class Remark extends Model('model_remarks', {
  softDeletes: true,
  visible: ['words'],
}) {
  static note = belongsTo(() => Note)
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- what `vanillin codegen` writes for an app
  namespace Vanillin {
    interface Models {
      model_notes: typeof Note
      model_remarks: typeof Remark
    }
  }
}
