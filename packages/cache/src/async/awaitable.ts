/** A value, or the promise of one. */
export type Awaitable<Value> = Value | Promise<Value>

/** Goes on at once where there is nothing to wait for. That of @vanillin/core, for what works without it. */
export function whenThere<Value, Result>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Result>,
): Awaitable<Result> {
  // oxlint-disable-next-line promise/no-callback-in-promise -- it is called here only where there is no promise
  return value instanceof Promise ? value.then(next) : next(value)
}
