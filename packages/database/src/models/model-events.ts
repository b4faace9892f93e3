/** What happens to a row of a model. The first of each pair may refuse it by throwing. */
export type ModelEvent =
  | 'saving'
  | 'saved'
  | 'creating'
  | 'created'
  | 'updating'
  | 'updated'
  | 'deleting'
  | 'deleted'
  | 'restoring'
  | 'restored'

/** What a save changes of a row: of each column what it was, and what it is. */
export type ColumnChanges<Columns> = {
  [Column in keyof Columns]?: { readonly from: Columns[Column]; readonly to: Columns[Column] }
}

type Listener = (row: never, changes: never) => unknown

const listeners = new WeakMap<object, Map<ModelEvent, Set<Listener>>>()
let isHeard = false

/** Calls a listener with each row of a model, and of those that extend it, to which that happens. Answers what ends it. */
export function listen(model: object, event: ModelEvent, listener: Listener): () => void {
  isHeard = true
  const events = listeners.get(model) ?? new Map<ModelEvent, Set<Listener>>()
  listeners.set(model, events)
  const own = events.get(event) ?? new Set()
  events.set(event, own.add(listener))
  return () => own.delete(listener)
}

/** One listener after the other, those of the class that a model extends before its own. */
export async function fire(
  model: object,
  event: ModelEvent,
  row: object,
  changes: () => object = () => ({}),
): Promise<void> {
  if (!isHeard) return
  const heard: Listener[] = []
  for (let at: object | null = model; at !== null; at = Object.getPrototypeOf(at) as object | null)
    heard.unshift(...(listeners.get(at)?.get(event) ?? []))
  // oxlint-disable-next-line no-await-in-loop -- a later one sees what an earlier one has done
  for (const listener of heard) await listener(row as never, changes() as never)
}
