/** An object that writes itself in a form of its own (`Serializable`, `C:`): its data stay bytes, which nobody reads here. */
export class PhpCustomObject {
  readonly className: string
  readonly data: Buffer

  constructor(className: string, data: Buffer) {
    this.className = className
    this.data = data
  }
}
