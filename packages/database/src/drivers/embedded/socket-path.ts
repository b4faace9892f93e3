import { createHash } from 'node:crypto'
import { chmod, mkdir } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'

// sockaddr_un holds 104 bytes on macOS and 108 on Linux, the closing zero included.
const longestPath = 100

/** Where the owner of a folder listens: beside the lock, a named pipe on Windows. */
export async function socketPathFor(folder: string): Promise<string> {
  const name = createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 24)
  if (process.platform === 'win32') return `\\\\.\\pipe\\vanillin-${name}`
  const path = join(resolve(folder), 'owner.sock')
  if (Buffer.byteLength(path) <= longestPath) return path
  const privateFolder = join(tmpdir(), `vanillin-${userInfo().uid}`)
  await mkdir(privateFolder, { recursive: true, mode: 0o700 })
  await chmod(privateFolder, 0o700)
  return join(privateFolder, `${name}.sock`)
}
