/** Advice for the mistakes that are made often, from what stands around the place of the error. */
export function syntaxHelp(text: string, offset: number, message: string): string {
  const tagStart = text.lastIndexOf('<%', offset)
  const tag = text.slice(tagStart, offset + 40)
  if (/\/\/[^\n]*['"`]/.test(tag)) return 'Eta takes a quote in a // comment for a string: write /* ... */.'
  if (/\bawait\b/.test(tag)) return 'A view renders at once: await in the controller and pass the result.'
  if (message.includes("'return'")) return 'A view has no return: put what is conditional into an if.'
  if (/^(?:as|satisfies)\s|^[:!]/.test(text.slice(offset))) {
    return 'The body of a template is plain JavaScript; types belong to its head.'
  }
  if (offset >= text.trimEnd().length - 2 || message.startsWith('Unexpected token')) {
    return 'Does every { and ( of the template have its counterpart?'
  }
  return ''
}
