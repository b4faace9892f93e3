import { readFile } from 'node:fs/promises'
import { PGlite, messages, protocol } from '@electric-sql/pglite'
import type { PGliteOptions } from '@electric-sql/pglite'
import { DatabaseError } from 'pg'
import type { EmbeddedAssets } from '../../config/database-config.ts'
import type { RawParameter, RawResult } from './raw-result.ts'

/** Where an {@link Engine} keeps its data: a folder, or memory (from a dump, when one is given). */
export interface EngineOptions {
  folder?: string | undefined
  dump?: Blob | undefined
  assets?: EmbeddedAssets | undefined
}

/**
 * PGlite, spoken to in PostgreSQL's own protocol. Values stay text here: they are parsed by the process that
 * asked, with the same parsers as a server's, so that both databases answer alike.
 */
export class Engine {
  readonly #pglite: PGlite
  #isInTransaction = false
  /** Told of each message of a channel that is listened to. */
  onMessage: (channel: string, payload: string) => void = () => {}

  private constructor(pglite: PGlite) {
    this.#pglite = pglite
  }

  static async open(options: EngineOptions): Promise<Engine> {
    return new Engine(
      await PGlite.create({
        ...(options.folder === undefined ? {} : { dataDir: options.folder }),
        ...(options.dump === undefined ? {} : { loadDataDir: options.dump }),
        ...(await loadAssets(options.assets)),
      }),
    )
  }

  /** True between `begin` and `commit` or `rollback`. */
  get isInTransaction(): boolean {
    return this.#isInTransaction
  }

  /** Runs one statement with its parameters, or several statements without. Never call it twice at a time. */
  async query(sql: string, parameters: readonly RawParameter[]): Promise<RawResult> {
    const request = parameters.length === 0 ? protocol.serialize.query(sql) : extendedQuery(sql, parameters)
    const answer = await this.#pglite.execProtocol(request, { throwOnError: false })
    return this.#read(answer.messages)
  }

  /** The whole database as a gzipped tar file, for {@link EngineOptions.dump}. */
  async dump(): Promise<Blob> {
    return this.#pglite.dumpDataDir('gzip')
  }

  close(): Promise<void> {
    return this.#pglite.close()
  }

  #read(answer: readonly { name: string }[]): RawResult {
    let result: RawResult = { command: '', affectedRows: null, fields: [], rows: [] }
    let failure: Error | undefined
    for (const message of answer) {
      if (message instanceof messages.RowDescriptionMessage) {
        result = { ...result, fields: message.fields.map(toField), rows: [] }
      } else if (message instanceof messages.DataRowMessage) {
        result.rows.push(message.fields)
      } else if (message instanceof messages.CommandCompleteMessage) {
        result = { ...result, ...readCommand(message.text) }
      } else if (message instanceof messages.DatabaseError) {
        failure ??= toServerError(message)
      } else if (message instanceof messages.NotificationResponseMessage) {
        this.onMessage(message.channel, message.payload)
      } else if (message instanceof messages.ReadyForQueryMessage) {
        this.#isInTransaction = message.status !== 'I'
      }
    }
    if (failure) throw failure
    return result
  }
}

function extendedQuery(sql: string, parameters: readonly RawParameter[]): Uint8Array {
  const { serialize } = protocol
  return Buffer.concat([
    serialize.parse({ text: sql }),
    serialize.bind({ values: [...parameters] }),
    serialize.describe({ type: 'P' }),
    serialize.execute({}),
    serialize.sync(),
  ])
}

function toField(field: { name: string; dataTypeID: number }): RawResult['fields'][number] {
  return { name: field.name, dataTypeId: field.dataTypeID }
}

// 'INSERT 0 3', 'UPDATE 2', 'CREATE TABLE'
function readCommand(tag: string): Pick<RawResult, 'command' | 'affectedRows'> {
  const count = / (\d+)$/.exec(tag)?.[1]
  return { command: tag.replace(/[ \d]+$/, ''), affectedRows: count === undefined ? null : Number(count) }
}

/** The error of the embedded database, in the class that a PostgreSQL server's errors have. */
export function toServerError(fields: { message: string; length?: number }): Error {
  const error = new DatabaseError(fields.message, fields.length ?? 0, 'error')
  for (const [key, value] of Object.entries(fields)) {
    if (key !== 'length' && key !== 'name' && value !== undefined) Object.assign(error, { [key]: value })
  }
  return error
}

// Node has it; the types of it come with the DOM's only.
const webAssembly = (
  globalThis as unknown as { WebAssembly: { compile: (code: Uint8Array) => Promise<never> } }
).WebAssembly

async function loadAssets(assets: EmbeddedAssets | undefined): Promise<PGliteOptions> {
  if (!assets) return {}
  const [wasm, initdbWasm, data] = await Promise.all([
    readFile(assets.wasm),
    readFile(assets.initdbWasm),
    readFile(assets.data),
  ])
  return {
    pgliteWasmModule: await webAssembly.compile(wasm),
    initdbWasmModule: await webAssembly.compile(initdbWasm),
    fsBundle: new Blob([data]),
  }
}
