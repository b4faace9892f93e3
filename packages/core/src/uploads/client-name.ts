/** What no file system or shell likes in a name, and the marks that turn the direction of text round (`gnp.exe` shown as `exe.png`). */
const FORBIDDEN = /[<>:"|?*]/g
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
/** Devices of Windows, whatever the extension. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i

const MAX_BYTES = 255

/**
 * The name that a client gave a file, as a name and nothing else: no folder, no control characters, no leading or trailing dots, no
 * device of Windows, at most 255 bytes. For people to read; what is stored gets a name of ours. `file` when nothing is left.
 *
 * @example
 * toClientName('C:\\photos\\me.png') // 'me.png'
 */
export function toClientName(sent: string): string {
  const last = sent.slice(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1)
  const name = trimEdges(last.normalize('NFC').replaceAll(INVISIBLE, '').replaceAll(FORBIDDEN, '_'))
  const safe = RESERVED.test(name) ? `_${name}` : name
  return safe === '' ? 'file' : shorten(safe)
}

/** What follows the last dot, in lower case; '' when there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}

/** Without dots and spaces at either end: `.htaccess` rules a folder, Windows drops the trailing ones. */
function trimEdges(name: string): string {
  let start = 0
  let end = name.length
  while (start < end && isEdge(name.charCodeAt(start))) start += 1
  while (end > start && isEdge(name.charCodeAt(end - 1))) end -= 1
  return name.slice(start, end)
}

function isEdge(code: number): boolean {
  return code === 0x2e || code === 0x20 || code === 0xa0
}

/** The stem is cut, the extension stays. */
function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name
  const extension = extensionOf(name)
  const suffix =
    extension === '' || Buffer.byteLength(extension) > 16 ? '' : name.slice(-extension.length - 1)
  const stem = Buffer.from(name.slice(0, name.length - suffix.length))
  let end = MAX_BYTES - Buffer.byteLength(suffix)
  // not in the middle of a character
  while (end > 0 && ((stem[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return trimEdges(stem.toString('utf8', 0, end)) + suffix
}
