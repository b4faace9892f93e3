const missingTable = new Set(['42P01', 'ER_NO_SUCH_TABLE'])
const missingColumn = new Set(['42703', 'ER_BAD_FIELD_ERROR'])

/** Says on an error of the database what to do, where the structure is not what the code takes it for. */
export function withHelp(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  if (missingTable.has(error.code)) {
    return Object.assign(error, { help: 'Run `vanillin migrate`, or correct the name of the table.' })
  }
  if (!missingColumn.has(error.code)) return error
  const hint = 'hint' in error && typeof error.hint === 'string' ? `${error.hint} ` : ''
  return Object.assign(error, {
    help: `${hint}database/schema.ts lists the columns; \`vanillin migrate\` adds what a new migration brings.`,
  })
}
