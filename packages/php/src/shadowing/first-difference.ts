const BEFORE = 60
const BEHIND = 180

/** Pieces of two texts around the first place where they differ; undefined when they are the same. */
export function firstDifference(
  php: string,
  port: string,
): { readonly php: string; readonly port: string } | undefined {
  if (php === port) return undefined
  let at = 0
  while (at < php.length && php.charCodeAt(at) === port.charCodeAt(at)) at += 1
  return { php: pieceOf(php, at), port: pieceOf(port, at) }
}

function pieceOf(text: string, at: number): string {
  const start = Math.max(0, at - BEFORE)
  const end = Math.min(text.length, at + BEHIND)
  return `${start > 0 ? '…' : ''}${text.slice(start, end).toWellFormed()}${end < text.length ? '…' : ''}`
}
