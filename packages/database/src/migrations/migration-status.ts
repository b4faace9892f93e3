import type { LoggedMigration } from './migration-log.ts'

/** One line of `Migrator.status`. */
export interface MigrationStatus {
  name: string
  /** `missing`: it has run, and its file is gone. `failed`: half done, on a database that cannot undo it. */
  state: 'ran' | 'pending' | 'failed' | 'missing'
  batch: number | null
  ranAt: Date | null
  failure: string | null
}

/** @param isKnown whether its file is there */
export function toStatus(
  name: string,
  logged: LoggedMigration | undefined,
  isKnown: boolean,
): MigrationStatus {
  const state = !logged ? 'pending' : logged.failure !== null ? 'failed' : isKnown ? 'ran' : 'missing'
  return {
    name,
    state,
    batch: logged?.batch ?? null,
    ranAt: logged?.ranAt ?? null,
    failure: logged?.failure ?? null,
  }
}
