/** Names of devices, in every folder of Windows and with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?:[. ]|$)/i

/**
 * True for the name of something in a folder: one that is no step to elsewhere, and on Windows none of a device, of an alternate stream
 * (`a.txt:b`, `a.txt::$DATA`) or of another file (`a.txt.` is `a.txt` there).
 */
export function isPlainName(name: string, platform: NodeJS.Platform = process.platform): boolean {
  if (name === '' || name === '.' || name === '..' || /[/\\:\0]/.test(name)) return false
  return platform !== 'win32' || !(DEVICE.test(name) || /[. ]$/.test(name))
}
