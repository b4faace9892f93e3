const missingTable = new Set(['42P01', 'ER_NO_SUCH_TABLE'])
const missingColumn = new Set(['42703', 'ER_BAD_FIELD_ERROR'])
const fullDisk = new Set(['53100', 'ER_DISK_FULL', 'ER_RECORD_FILE_FULL'])

/** Says on an error of the database what to do, where that is not to be read off its message. */
export function withHelp(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  const hint = 'hint' in error && typeof error.hint === 'string' ? `${error.hint} ` : ''
  const help = helpFor(error.code, hint)
  return help === undefined ? error : Object.assign(error, { help })
}

function helpFor(code: string, hint: string): string | undefined {
  if (missingTable.has(code)) return 'Run `vanillin migrate`, or correct the name of the table.'
  if (missingColumn.has(code))
    return `${hint}database/schema.ts lists the columns; \`vanillin migrate\` adds what a new migration brings.`
  if (fullDisk.has(code))
    return 'The disk of the database server is full. Nothing of the statement was written; reads go on. Make room there.'
  return undefined
}
