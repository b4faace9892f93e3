import { escapeHtml } from './escape-html.ts'

/**
 * A piece of HTML that may be put into a page as it is. Views print it unescaped; everything else they
 * escape. There are two ways to one: `safeHtml`, which escapes what is inserted, and `SafeHtml.trust`,
 * which is named so that a search finds every place where escaping was left to the caller.
 */
export class SafeHtml {
  /** Nothing at all. */
  static readonly empty: SafeHtml = new SafeHtml('')

  readonly #html: string

  private constructor(html: string) {
    this.#html = html
  }

  /**
   * Declares that the text is safe HTML already. Never hand it what a user typed.
   *
   * @example
   *     SafeHtml.trust(markdown.render(post.body)) // the renderer escapes
   */
  static trust(html: string): SafeHtml {
    return new SafeHtml(html)
  }

  toString(): string {
    return this.#html
  }

  /** For a cache: what {@link SafeHtml.revive} takes back. */
  toPlain(): string {
    return this.#html
  }

  /** Takes back what `toPlain()` answered. What has been kept is as safe as who may write into the cache. */
  static revive(html: string): SafeHtml {
    return SafeHtml.trust(html)
  }
}

/**
 * Builds HTML from a template literal whose values are escaped, for helpers that return markup.
 *
 * @example
 *     const link = (url: string, text: string) => safeHtml`<a href="${url}">${text}</a>`
 *     link('/?a&b', '<Ada>').toString() // '<a href="/?a&amp;b">&lt;Ada&gt;</a>'
 */
export function safeHtml(parts: TemplateStringsArray, ...values: readonly unknown[]): SafeHtml {
  let html = parts[0] ?? ''
  for (const [index, value] of values.entries()) html += printHtml(value) + (parts[index + 1] ?? '')
  return SafeHtml.trust(html)
}

/**
 * What `<%= value %>` prints: SafeHtml as it is, nothing for null and undefined, the items of an array one
 * after another, everything else as escaped text.
 *
 * @throws TypeError for what has no text of its own: a plain object, a function, a promise.
 */
export function printHtml(value: unknown): string {
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return String(value)
  if (value instanceof SafeHtml) return value.toString()
  if (Array.isArray(value)) return value.map(printHtml).join('')
  return escapeHtml(textOf(value))
}

/** What `<%~ value %>` prints: as `<%= %>`, without escaping. */
export function printRaw(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(printRaw).join('')
  return textOf(value)
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Promise) {
    throw new TypeError(
      'A promise cannot be printed: await it in the controller and pass what it resolves to',
    )
  }
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new TypeError(`A ${typeof value} cannot be printed`)
  }
  if (typeof value === 'object' && value.toString === Object.prototype.toString) {
    throw new TypeError('An object cannot be printed: name one of its properties, or use json()')
  }
  // oxlint-disable-next-line typescript/no-base-to-string -- refused two lines above
  return String(value)
}
