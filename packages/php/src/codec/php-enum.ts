/** A case of an enum, by its name: what value it is backed by is known to PHP alone. */
export class PhpEnum {
  readonly className: string
  readonly caseName: string

  constructor(className: string, caseName: string) {
    this.className = className
    this.caseName = caseName
  }
}
