/** Who returned a value, for error messages: `PostsController.index`, `The middleware auth`. */
export interface Origin {
  describe(): string
  /** What to do when it returned nothing, where the catalogue's advice does not fit. */
  readonly advice?: string
  /** The function itself, by which an error finds the place in the source. */
  source?(): ((...values: never[]) => unknown) | undefined
}
