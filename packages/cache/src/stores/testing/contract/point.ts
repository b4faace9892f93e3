/** A class whose instances a cache can hold. */
export class Point {
  readonly x: number
  constructor(x: number) {
    this.x = x
  }
  toPlain(): { x: number; at: Date } {
    return { x: this.x, at: new Date(7) }
  }
  static revive({ x }: { x: number }): Point {
    return new Point(x)
  }
}
