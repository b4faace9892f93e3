/** What is known of one error code: the HTTP status it means, and what the reader can do about it. */
export interface CatalogueEntry {
  status: number
  help: string
}

/** The codes of the errors of this package. */
export type DatabaseErrorCode =
  | 'E_DATABASE_NOT_CONNECTED'
  | 'E_DATABASE_URL_INVALID'
  | 'E_DATABASE_UNREACHABLE'
  | 'E_DATABASE_CONNECTION_LOST'
  | 'E_DATABASE_BUSY'
  | 'E_DATABASE_OWNED'
  | 'E_DATABASE_ONE_WORKER'
  | 'E_DRIVER_UNSUPPORTED'
  | 'E_STATEMENT_CANCELLED'
  | 'E_TEXT_INVALID'
  | 'E_PARAMETERS_TOO_MANY'
  | 'E_TRANSACTION_ABORTED'
  | 'E_TRANSACTION_BUSY'
  | 'E_TRANSACTION_INVALID'
  | 'E_TRANSACTION_OVER'
  | 'E_TRANSACTION_TIMEOUT'
  | 'E_MIGRATION_FAILED'
  | 'E_MIGRATION_INVALID'
  | 'E_MIGRATION_MISSING'
  | 'E_MIGRATION_LOCKED'
  | 'E_ROW_NOT_FOUND'
  | 'E_ROW_EXISTS'
  | 'E_QUERY_ABORTED'
  | 'E_QUERY_TIMEOUT'
  | 'E_QUERY_UNFINISHED'
  | 'E_QUERY_REPEATED'
  | 'E_QUERY_VARIES'
  | 'E_CURSOR_INVALID'
  | 'E_RELATION_BROKEN'
  | 'E_RELATION_NOT_LOADED'
  | 'E_RELATION_UNKNOWN'
  | 'E_COLUMN_UNKNOWN'
  | 'E_VALUE_INVALID'
  | 'E_MODEL_INVALID'
  | 'E_SEED_INVALID'
  | 'E_PHP_SETTINGS_UNREADABLE'
  | 'E_TEST_QUERY_OPEN'
  | 'E_TEST_TRANSACTION_ENDED'

/** Every error of this package. docs/database.md explains each under its code. */
export const catalogue: Record<DatabaseErrorCode, CatalogueEntry> = {
  E_DATABASE_NOT_CONNECTED: {
    status: 500,
    help: 'Put database() into the boot list of bootstrap.ts, or call useDatabase(await connectDatabase(...)) in a script.',
  },
  E_DATABASE_URL_INVALID: {
    status: 500,
    help: 'Write it as postgres://user:password@host:5432/name or mysql://user:password@host:3306/name.',
  },
  E_DATABASE_UNREACHABLE: {
    status: 503,
    help: 'Start the database, or correct DATABASE_URL. An app that runs connects by itself once it is there.',
  },
  E_DATABASE_CONNECTION_LOST: {
    status: 503,
    help: 'A write that was under way may or may not have happened: look before you repeat it.',
  },
  E_DATABASE_BUSY: {
    status: 503,
    help: 'Inside a transaction use its own handle (trx), keep transactions short, or raise pool.max.',
  },
  E_DATABASE_OWNED: {
    status: 500,
    help: 'Stop that process, or set DATABASE_URL to a database server that many processes can share.',
  },
  E_DATABASE_ONE_WORKER: {
    status: 500,
    help: 'Start with --workers 1, or set DATABASE_URL to a PostgreSQL or MySQL server.',
  },
  E_DRIVER_UNSUPPORTED: {
    status: 500,
    help: 'Set DATABASE_URL to a PostgreSQL server, or do without it where there is none.',
  },
  E_STATEMENT_CANCELLED: {
    status: 503,
    help: 'It ran longer than pool.statementTimeoutMs, or somebody cancelled it. What takes long gets a connection of its own: db.connection().',
  },
  E_TEXT_INVALID: {
    status: 400,
    help: 'Refuse such input where it is validated; only MySQL and binary columns can store it.',
  },
  E_PARAMETERS_TOO_MANY: {
    status: 500,
    help: 'Send the list as one array, sql`id = any(${ids})`, or in portions of some thousand.',
  },
  E_TRANSACTION_ABORTED: {
    status: 500,
    help: 'What may fail and is caught belongs into a transaction of its own, inside: await db.transaction(async () => { ... }). After a deadlock the whole has to run again: { retries: 3 }.',
  },
  E_TRANSACTION_BUSY: {
    status: 500,
    help: 'Await the inner transaction before the outer one goes on: look for a Promise.all over both, or a missing await.',
  },
  E_TRANSACTION_INVALID: {
    status: 500,
    help: 'Inside of a transaction write await db.transaction(async () => { ... }): it becomes a savepoint, and runs as the outer one does.',
  },
  E_TRANSACTION_OVER: {
    status: 500,
    help: 'Look for a missing await in the transaction: it ended before that query was made.',
  },
  E_TRANSACTION_TIMEOUT: {
    status: 503,
    help: 'Keep what is slow (a request to another service, sending mail) outside of the transaction or in afterCommit(), or give it a longer timeoutMs.',
  },
  E_MIGRATION_FAILED: {
    status: 500,
    help: 'Correct the migration and run `vanillin migrate` again; `vanillin migrate:status` shows where it stands.',
  },
  E_MIGRATION_INVALID: {
    status: 500,
    help: 'A migration file ends in `export default defineMigration({ async up(schema) { ... } })`.',
  },
  E_MIGRATION_MISSING: {
    status: 500,
    help: 'Bring the file back (it is in the history of your repository) or roll back from a checkout that has it.',
  },
  E_MIGRATION_LOCKED: {
    status: 500,
    help: 'Another deploy is migrating. Wait for it, then run `vanillin migrate:status`.',
  },
  E_QUERY_ABORTED: {
    status: 499,
    help: 'Nobody waits for its answer any more. A write that was under way may have happened: look before you repeat it.',
  },
  E_QUERY_TIMEOUT: {
    status: 503,
    help: 'Give it more time, or make it faster. A write that was under way may have happened: look before you repeat it.',
  },
  E_QUERY_UNFINISHED: {
    status: 500,
    help: 'End the query with .get(), .first() or .paginate(), and await it.',
  },
  E_QUERY_REPEATED: {
    status: 500,
    help: "Ask for all rows at once: load a relation along, Post.with('author'), or where('id', 'in', ids).",
  },
  E_QUERY_VARIES: {
    status: 500,
    help: 'What changes the statement itself (a list for `in`, an optional filter, $if, null for `is`, the number of rows) is built anew each time: db.selectFrom(...).',
  },
  E_CURSOR_INVALID: {
    status: 400,
    help: 'Begin the list again without a cursor; those of a page are its next and previous.',
  },
  E_ROW_NOT_FOUND: {
    status: 404,
    help: 'Use find() or first() where an absent row is expected; they answer null.',
  },
  E_ROW_EXISTS: {
    status: 409,
    help: 'Give the form the rule unique({ table, column }), or catch it where the row is written: isUniqueViolation(error, column).',
  },
  E_RELATION_BROKEN: {
    status: 500,
    help: 'Let the database keep them together by a foreign key, or say that the other row may be missing: belongsTo(() => User, { optional: true }).',
  },
  E_RELATION_NOT_LOADED: {
    status: 500,
    help: "Load it with the rows: Post.with('author').",
  },
  E_RELATION_UNKNOWN: {
    status: 500,
    help: 'A relation is a static of the model: static author = belongsTo(() => User).',
  },
  E_COLUMN_UNKNOWN: {
    status: 500,
    help: 'Pass only columns of the table; after a change of the database run `vanillin migrate`.',
  },
  E_VALUE_INVALID: {
    status: 500,
    help: 'Correct the row, or the cast of the column; what comes from outside is validated before it is written.',
  },
  E_MODEL_INVALID: {
    status: 500,
    help: 'Load the row before you change it, and give each model a table with its primary key.',
  },
  E_SEED_INVALID: {
    status: 500,
    help: 'A seed file ends in `export default defineSeed(async (db) => { ... })`.',
  },
  E_PHP_SETTINGS_UNREADABLE: {
    status: 500,
    help: 'Set DATABASE_URL by hand.',
  },
  E_TEST_QUERY_OPEN: {
    status: 500,
    help: 'Look for a missing await; inside a transaction use its own handle (trx).',
  },
  E_TEST_TRANSACTION_ENDED: {
    status: 500,
    help: "A raw commit does that, and on MySQL whatever creates or alters a table: give such a file testApp({ database: 'per-file' }).",
  },
}
