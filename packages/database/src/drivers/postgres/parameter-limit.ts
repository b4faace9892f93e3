import { DatabaseError } from '../../errors/database-error.ts'

/** The protocol counts them in two bytes. */
const mostParameters = 65_535

/**
 * Refuses what PostgreSQL's protocol cannot carry: sent all the same, it would be misread.
 *
 * @throws DatabaseError E_PARAMETERS_TOO_MANY
 */
export function assertParametersFit(parameters: readonly unknown[]): void {
  if (parameters.length <= mostParameters) return
  throw new DatabaseError(
    'E_PARAMETERS_TOO_MANY',
    `A statement has ${parameters.length} values; PostgreSQL takes ${mostParameters} at most.`,
  )
}
