/** The value is stored. `forcible`: others that had not expired had to make room. */
export interface Stored {
  readonly stored: true
  readonly forcible: boolean
}

export interface NotStored<Reason extends string> {
  readonly stored: false
  readonly reason: Reason
}

/** A value with what is known of it. */
export interface SharedEntry<Value> {
  readonly value: Value
  /** The number that it was stored with; 0 unless one was given. */
  readonly flags: number
  /** Milliseconds that it has left; Infinity for one that never expires, 0 or less for one that has. */
  readonly ttl: number
}
