/* oxlint-disable no-underscore-dangle -- the names are mysql2's */
import mysql from 'mysql2'
import type { Connection, Query, QueryError } from 'mysql2'

/** A part of an answer, as mysql2 hands it to its commands. */
interface Packet {
  buffer: Buffer
  /** Of its header, which is four bytes long. */
  start: number
  offset: number
  end: number
  clone(): Packet
}

/** Reads a packet and says which step is the next. */
type Step = (this: ReadingQuery, packet: Packet, connection: Connection) => Step

/** A query of mysql2 as it is inside. */
interface ReadingQuery {
  /** Reads the description of a column. */
  readField: Step
  readonly fieldsEOF: Step
  readonly _fieldCount: number
  readonly _resultIndex: number
  _receivedFieldsCount: number
  _fields: unknown[][]
  _currentFields: unknown[]
  _rowParser: unknown
  statement: Statement
  /** Those of the statement when it was sent: another connection may learn others while this answer arrives. */
  known: Columns | null
  /** Those that it has read itself. */
  descriptions: Packet[]
}

/** The columns of an answer: as the server describes them, as mysql2 reads that, and what it makes of it to read the rows. */
interface Columns {
  readonly descriptions: readonly Packet[]
  readonly fields: unknown[]
  readonly rowParser: unknown
}

/** A statement, with the columns that it had the last time. */
interface Statement {
  columns: Columns | null
}

/** More statements than any app sends again and again; lists of all lengths must not fill the memory. */
const mostStatements = 500

/**
 * Queries of mysql2 that remember the columns of their statement. A server describes them with every answer anew, and to read that takes longer than to
 * read a row: here descriptions that are the same, byte by byte, are not read again.
 */
export class KnownColumns {
  readonly #statements = new Map<string, Statement>()

  /** @param sql the statement with placeholders */
  createQuery(
    sql: string,
    values: unknown[],
    { config }: Connection,
    answered: (error: QueryError | null, answer: unknown) => void,
  ): Query {
    const query = createQuery(sql, values, answered, config)
    query.statement = this.#statement(sql)
    query.known = query.statement.columns
    query.descriptions = []
    query.readField = readColumn
    return query as unknown as Query
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    if (this.#statements.size >= mostStatements) this.#statements.clear()
    const statement: Statement = { columns: null }
    this.#statements.set(sql, statement)
    return statement
  }
}

// Its types leave out the config.
const { createQuery } = mysql.Connection as unknown as {
  createQuery(
    this: void,
    sql: string,
    values: unknown[],
    answered: (error: QueryError | null, answer: unknown) => void,
    config: object,
  ): ReadingQuery
}

/** How mysql2 reads a description. */
const { readField: readAnew } = createQuery('', [], () => {}, {})

function readColumn(this: ReadingQuery, packet: Packet, connection: Connection): Step {
  // Of a second result nothing is known.
  if (this._resultIndex > 0) return readAnew.call(this, packet, connection)
  const { known: columns } = this
  const index = this._receivedFieldsCount
  if (columns !== null && this.descriptions.length === 0) {
    if (columns.fields.length === this._fieldCount && isSame(columns.descriptions[index]!, packet)) {
      this._receivedFieldsCount += 1
      if (this._receivedFieldsCount < this._fieldCount) return readColumn
      this._fields = [columns.fields]
      this._currentFields = columns.fields
      this._rowParser = columns.rowParser
      return this.fieldsEOF
    }
    // The first one that differs: those before it do not.
    this.descriptions.push(...columns.descriptions.slice(0, index))
    this._currentFields.push(...columns.fields.slice(0, index))
  }
  const own = copyOf(packet)
  this.descriptions.push(own)
  const next = readAnew.call(this, own, connection)
  if (this._receivedFieldsCount < this._fieldCount) return readColumn
  const { descriptions, _currentFields: fields, _rowParser: rowParser } = this
  this.statement.columns = { descriptions, fields, rowParser }
  return next
}

// What mysql2 reads of it keeps the buffer, which has the whole answer.
function copyOf(packet: Packet): Packet {
  const { buffer, start, offset, end } = packet
  return Object.assign(packet.clone(), {
    buffer: Buffer.from(buffer.subarray(start, end)),
    start: 0,
    offset: offset - start,
    end: end - start,
  })
}

// Offsets have been moved on where it was read.
function isSame(known: Packet, packet: Packet): boolean {
  return known.buffer.compare(packet.buffer, packet.start + 4, packet.end, known.start + 4, known.end) === 0
}
