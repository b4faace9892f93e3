import type { Element } from 'domhandler'
import { serializeOuter } from 'parse5'
import { adapter } from 'parse5-htmlparser2-tree-adapter'
import { elementText } from './element-text.ts'

/** An element of a page. */
export class PageElement {
  readonly #element: Element

  constructor(element: Element) {
    this.#element = element
  }

  /** What a reader sees: scripts left out, white space collapsed. */
  get text(): string {
    return elementText(this.#element)
  }

  /** The element itself as HTML. */
  get html(): string {
    return serializeOuter(this.#element, { treeAdapter: adapter })
  }

  /** The value of an attribute; undefined when the element does not have it. */
  attribute(name: string): string | undefined {
    return this.#element.attribs[name.toLowerCase()]
  }
}
