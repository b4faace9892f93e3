import { selectAll } from 'css-select'
import type { AnyNode, Document, Element } from 'domhandler'
import { parse } from 'parse5'
import { adapter } from 'parse5-htmlparser2-tree-adapter'
import { VanillinError } from '../../errors/vanillin-error.ts'

/** HTML as a browser reads it (the parser of the HTML standard), asked by CSS selectors. */
export class HtmlDocument {
  readonly root: Document

  constructor(html: string) {
    this.root = parse(html, { treeAdapter: adapter })
  }

  /** @throws VanillinError `E_TEST_SELECTOR` for what is no selector */
  all(selector: string): Element[] {
    try {
      return selectAll<AnyNode, Element>(selector, this.root)
    } catch (cause) {
      throw new VanillinError('E_TEST_SELECTOR', `"${selector}" is no CSS selector.`, { cause })
    }
  }
}
