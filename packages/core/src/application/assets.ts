/** Turns the name of a front-end file into the URL that serves it. */
export class Assets {
  #hashed: ReadonlySet<string> = new Set()
  #resolve: (name: string) => string = (name) => `/assets/${name}`

  /** Hashed names from a build, by source name; a name that is not in it is an error. */
  useManifest(manifest: Readonly<Record<string, string>>): void {
    this.#hashed = new Set(Object.values(manifest))
    this.#resolve = (name) => {
      const file = manifest[name]
      if (file === undefined)
        throw new Error(
          `The build has no asset "${name}". It has: ${Object.keys(manifest).join(', ') || 'none'}.`,
        )
      return file
    }
  }

  /** How the development server names files. */
  useResolver(resolve: (name: string) => string): void {
    this.#resolve = resolve
  }

  /**
   * @example
   * <script type="module" src="<%= asset('app.ts') %>"></script>
   */
  url(name: string): string {
    return this.#resolve(name)
  }

  /** True for the URL of a file whose name carries the hash of its content. */
  isHashed(path: string): boolean {
    return this.#hashed.has(path)
  }
}
