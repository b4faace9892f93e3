/** What a signed or encrypted value is bound to. */
export interface TokenOptions {
  /**
   * What the value is for, as `cookie:cart`. It is part of what is protected: a value that was made for one purpose is refused
   * for another.
   */
  readonly purpose: string
  /** From then on the value is refused. Default: never. */
  readonly expiresAt?: Date | undefined
}
