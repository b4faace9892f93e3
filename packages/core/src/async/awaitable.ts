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
