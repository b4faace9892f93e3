/** Who returned a value, for error messages: `PostsController.index`, `The middleware auth`. */
export interface Origin {
  describe(): string
}
