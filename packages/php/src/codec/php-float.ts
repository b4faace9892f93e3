import { floatText } from './float-text.ts'

/**
 * A float of PHP. It has a class since JavaScript does not tell 1 from 1.0, and PHP does.
 *
 * @example
 * serialize(1) // i:1;
 * serialize(new PhpFloat(1)) // d:1;
 */
export class PhpFloat {
  readonly value: number
  /** As PHP has written it, or would with `serialize_precision = -1`. */
  readonly text: string

  constructor(value: number, text: string = floatText(value)) {
    this.value = value
    this.text = text
  }
}
