/** Text, by whatever name, and the few binary formats that do not compress by themselves. */
const COMPRESSIBLE =
  /^(?:text\/(?!event-stream)|application\/(?:json|javascript|xml|wasm|manifest|x-javascript|x-ndjson|rtf|sql|graphql|ld|yaml|toml|vnd\.ms-fontobject)\b|image\/(?:svg|bmp|x-icon|vnd\.microsoft\.icon)\b|font\/(?:ttf|otf)\b)/i

/** RFC 6838, 4.2.8: `application/problem+json` is JSON. */
const TEXT_BY_SUFFIX = /^(?:[^;+]+\+)+(?:json|xml|text)\b/i

/**
 * True for a Content-Type of which gzip or Brotli make much less: text, JSON, XML, SVG, WebAssembly and the like. Events of a server are
 * text too, but a stream that is open for hours would keep a coder for as long.
 *
 * @example
 * isCompressible('application/problem+json') // true
 */
export function isCompressible(contentType: string): boolean {
  return COMPRESSIBLE.test(contentType) || TEXT_BY_SUFFIX.test(contentType)
}
