/** What is there at once, or comes later. */
export type Awaitable<Value> = Value | Promise<Value>

/**
 * Goes on at once where there is nothing to wait for, so that a request which need not wait is answered in one turn.
 *
 * @example
 * return whenThere(next(), (response) => response)
 */
export function whenThere<Value, Result>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Result>,
): Awaitable<Result> {
  // oxlint-disable-next-line promise/no-callback-in-promise -- it is called here only where there is no promise
  return value instanceof Promise ? value.then(next) : next(value)
}

/** Does the work, and the end of it however the work goes: at once where there is nothing to wait for. */
export function endWith<Value>(end: () => void, work: () => Awaitable<Value>): Awaitable<Value> {
  let value: Awaitable<Value>
  try {
    value = work()
  } catch (error) {
    end()
    throw error
  }
  if (value instanceof Promise) return value.finally(end)
  end()
  return value
}
