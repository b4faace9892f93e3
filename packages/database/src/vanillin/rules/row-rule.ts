import type { ColumnOf, Row } from '../../models/row-types.ts'
import type { TableName } from '../../types/tables.ts'

/** Which rows a rule looks at. */
export interface RowRuleOptions<Table extends TableName, Column extends ColumnOf<Table>> {
  readonly table: Table
  readonly column: Column
  /** Only rows with these values count: those of one tenant, say. */
  readonly where?: Partial<Row<Table>>
  /** Whether `Ada` and `ada` are the same. Default: what the database says, which is no on PostgreSQL and mostly yes on MySQL. */
  readonly ignoreCase?: boolean
}

/** What a rule is told of the field that it checks, as VineJS has it. */
interface CheckedField {
  readonly isValid: boolean
  report(message: string, rule: string, field: unknown): void
}

/** A rule for `use()` of VineJS. */
export interface RowRule {
  readonly rule: {
    readonly name: string
    readonly isAsync: boolean
    readonly implicit: boolean
    validator(value: unknown, options: unknown, field: CheckedField): Promise<void>
  }
}

/** A rule that asks the database, once all rules before it have passed. */
export function toRowRule(
  name: string,
  message: string,
  passes: (value: unknown) => Promise<boolean>,
): RowRule {
  return {
    rule: {
      name,
      isAsync: true,
      implicit: false,
      async validator(value, _options, field) {
        if (field.isValid && !(await passes(value))) field.report(message, name, field)
      },
    },
  }
}
