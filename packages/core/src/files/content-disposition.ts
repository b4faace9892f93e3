/** What a header cannot hold, what a path is made of, and marks that turn the reading direction (`exe.fdp` shown as `pdf.exe`). */
const UNFIT = /[\p{Cc}\p{Surrogate}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069/\\]/gu

/**
 * A Content-Disposition by RFC 6266: the name in ASCII for old clients, and as RFC 8187 has it when ASCII cannot hold it. Whatever the name
 * is, it stays in its header.
 *
 * @example
 * contentDisposition('attachment', 'Übersicht.pdf')
 */
export function contentDisposition(type: 'attachment' | 'inline', name: string): string {
  const fit = name.replaceAll(UNFIT, '_')
  // A percent sign is decoded by some clients where it should not be, an escaped quote is misread by others.
  const plain = fit.replaceAll(/[^\x20-\x7e]/gu, '_').replaceAll(/["%]/g, '_')
  const quoted = `${type}; filename="${plain}"`
  return plain === fit ? quoted : `${quoted}; filename*=UTF-8''${encodeExtended(fit)}`
}

/** RFC 8187, 3.2.1: fewer characters stand for themselves than encodeURIComponent leaves. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
