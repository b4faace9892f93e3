import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryId,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely'

const frames = 50

/**
 * Where a query was asked for. The error of a database is made where its answer is read, and a promise that is
 * returned without `await` leaves no trace of who returned it.
 */
export class CallerStack {
  readonly #captured: Error

  constructor() {
    const before = Error.stackTraceLimit
    Error.stackTraceLimit = frames
    this.#captured = new Error('asked for')
    Error.stackTraceLimit = before
  }

  get stack(): string {
    return this.#captured.stack ?? ''
  }

  /** Adds the frames to a stack that does not have them. */
  addTo(error: Error): Error {
    const known = (error.stack ?? `${error.name}: ${error.message}`).split('\n')
    const added = (this.#captured.stack ?? '')
      .split('\n')
      .slice(1)
      .filter((line) => !known.includes(line))
    // What awaits the caller stands below it.
    const awaiting = known.findIndex((line) => /^\s+at async /.test(line))
    known.splice(awaiting === -1 ? known.length : awaiting, 0, ...added)
    error.stack = known.join('\n')
    return error
  }
}

const callers = new WeakMap<QueryId, CallerStack>()

/** Who asked for a query, while {@link CallerPlugin} notes it. */
export function callerOf(query: QueryId): CallerStack | undefined {
  return callers.get(query)
}

/** Notes for each query who asked for it. It costs some microseconds a query: for development. */
export class CallerPlugin implements KyselyPlugin {
  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    callers.set(queryId, new CallerStack())
    return node
  }

  transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return Promise.resolve(result)
  }
}

/** For work that asks the database only after an `await`: whoever began it stands in the stack of its error. */
export function tracedFrom<Result>(work: () => Promise<Result>): Promise<Result> {
  const caller = new CallerStack()
  return work().catch((error: unknown) => {
    throw error instanceof Error ? caller.addTo(error) : error
  })
}
