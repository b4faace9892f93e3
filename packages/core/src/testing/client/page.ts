import type { Element } from 'domhandler'
import { VanillinError } from '../../errors/vanillin-error.ts'
import type { FieldValue } from '../form/fill-control.ts'
import { ownerOf, PageForm } from '../form/page-form.ts'
import type { Submission } from '../form/submission.ts'
import { describeElement } from '../html/describe-element.ts'
import { HtmlDocument } from '../html/html-document.ts'
import { PageElement } from '../html/page-element.ts'
import { elementText } from '../html/element-text.ts'

export interface PageParts {
  readonly url: URL
  readonly status: number
  readonly headers: Headers
  readonly bytes: Uint8Array
  /** Opens what a link or a form of the page leads to. */
  readonly open: (target: Submission) => Promise<Page>
}

/**
 * What a visitor sees: the answer at the end of all redirects. HTML is parsed when it is first asked for.
 *
 * @example
 * const page = await app.visit('/posts')
 * expect(page.title).toBe('Posts')
 * const post = await page.click('a:contains("Hello")')
 * expect(post.text('h1')).toBe('Hello')
 */
export class Page {
  /** Where the visitor has arrived. */
  readonly url: URL
  readonly status: number
  readonly headers: Headers
  readonly #bytes: Uint8Array
  readonly #open: PageParts['open']
  #document: HtmlDocument | undefined

  constructor({ url, status, headers, bytes, open }: PageParts) {
    this.url = url
    this.status = status
    this.headers = headers
    this.#bytes = bytes
    this.#open = open
  }

  /** The path of the URL, without the query. */
  get path(): string {
    return this.url.pathname
  }

  /** What `<title>` says; '' without one. */
  get title(): string {
    const [title] = this.#html.all('head > title')
    return title === undefined ? '' : elementText(title)
  }

  /** The body as text. */
  get body(): string {
    return new TextDecoder().decode(this.#bytes)
  }

  /** The body as it came. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  /** The body as JSON. @throws SyntaxError when it is none */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- a cast that reads well in a test
  json<Value = unknown>(): Value {
    try {
      return JSON.parse(this.body) as Value
    } catch (cause) {
      throw new SyntaxError(`${this.#name} is no JSON: ${this.body.slice(0, 200)}`, { cause })
    }
  }

  /** Whether an element is there. */
  has(selector: string): boolean {
    return this.#html.all(selector).length > 0
  }

  /** Every element that the CSS selector matches, in the order of the page. `:contains("...")` looks at texts. */
  all(selector: string): PageElement[] {
    return this.#html.all(selector).map((element) => new PageElement(element))
  }

  /**
   * What a reader sees of the first element that matches: scripts left out, white space collapsed.
   * @throws VanillinError `E_TEST_SELECTOR` when none does
   */
  text(selector = 'body'): string {
    return elementText(this.#some(selector)[0])
  }

  /**
   * Follows a link, or presses a button that sends its form.
   * @throws VanillinError `E_TEST_SELECTOR` when nothing matches, or links to different places do
   */
  async click(selector: string): Promise<Page> {
    const target = this.#one(selector, (element) => element.attribs['href'])
    if (target.name === 'button' || target.name === 'input') return this.#send(target, {})
    const href = target.attribs['href']
    if (target.name !== 'a' || href === undefined)
      throw new VanillinError('E_TEST_SELECTOR', `${describeElement(target)} is neither a link nor a button.`)
    return this.#open({ url: new URL(href, this.#base), method: 'GET', body: undefined })
  }

  /**
   * Fills in a form and sends it, with everything that a browser would send: hidden fields, what was filled in and checked
   * before, the button. The selector names the form, or the button to press.
   *
   * @example
   * await page.submit('form', { title: 'Hello', tags: ['news'], published: true })
   *
   * @throws VanillinError `E_TEST_SELECTOR` when no form or more than one matches, `E_TEST_FORM` for a value that nobody could enter
   */
  async submit(selector: string, values: Readonly<Record<string, FieldValue>> = {}): Promise<Page> {
    return this.#send(this.#one(selector), values)
  }

  async #send(target: Element, values: Readonly<Record<string, FieldValue>>): Promise<Page> {
    const form = target.name === 'form' ? target : ownerOf(this.#html, target)
    if (form === undefined)
      throw new VanillinError('E_TEST_FORM', `${describeElement(target)} belongs to no form.`)
    const pageForm = new PageForm(this.#html, form, target === form ? undefined : target)
    return this.#open(pageForm.submission(values, this.#base))
  }

  get #html(): HtmlDocument {
    return (this.#document ??= new HtmlDocument(this.body))
  }

  // `<base href>` may say what links are relative to.
  get #base(): URL {
    const [base] = this.#html.all('base[href]')
    return base === undefined ? this.url : new URL(base.attribs['href']!, this.url)
  }

  get #name(): string {
    return `The answer of ${this.url.pathname}${this.url.search} (${this.status})`
  }

  #some(selector: string): [Element, ...Element[]] {
    const [first, ...more] = this.#html.all(selector)
    if (first !== undefined) return [first, ...more]
    const shown = elementText(this.#html.root).slice(0, 200)
    throw new VanillinError(
      'E_TEST_SELECTOR',
      `${this.#name} has no element "${selector}". It says: ${shown}`,
    )
  }

  /** @param meaning elements that mean the same are as good as one */
  #one(selector: string, meaning: (element: Element) => unknown = (element) => element): Element {
    const found = this.#some(selector)
    if (new Set(found.map((element) => meaning(element) ?? element)).size === 1) return found[0]
    const list = found.slice(0, 5).map(describeElement).join(', ')
    throw new VanillinError('E_TEST_SELECTOR', `"${selector}" matches ${found.length} elements: ${list}.`)
  }
}
