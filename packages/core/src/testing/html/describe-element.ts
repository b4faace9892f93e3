import type { Element } from 'domhandler'
import { elementText } from './element-text.ts'

const TELLING = ['id', 'name', 'action', 'href', 'type', 'value']

/** An element for people, in an error: `<a href="/posts/1">Edit</a>`. */
export function describeElement(element: Element): string {
  const attributes = TELLING.flatMap((name) => {
    const value = element.attribs[name]
    return value === undefined ? [] : [` ${name}="${value}"`]
  })
  const text = element.name === 'form' ? '' : elementText(element).slice(0, 40)
  return `<${element.name}${attributes.join('')}>${text}`
}
