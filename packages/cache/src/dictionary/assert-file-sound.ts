import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const magic = 0xbeefc0de
const metaAt = 24
const pageSizeAt = 48
const lastPageAt = 144
const transactionAt = 152
const headBytes = 160

/** What is wrong with the file of a dictionary. */
export class DamagedFile extends Error {
  override readonly name: string = 'DamagedFile'
}

/**
 * LMDB maps its file into memory and believes what it finds: a file that is none, or has been cut short, would end the process. Its
 * two first pages say which of them is the later, and how many pages there are.
 *
 * @throws DamagedFile saying what is wrong with the file. One that is absent or empty is sound.
 */
export function assertFileSound(file: string): void {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  try {
    const { size } = fstatSync(descriptor)
    if (size === 0) return
    const first = readHead(descriptor, 0)
    const second = readHead(descriptor, first.pageSize)
    const latest = second.transaction > first.transaction ? second : first
    if (size < (latest.lastPage + 1) * first.pageSize) throw new DamagedFile('it has been cut short')
  } finally {
    closeSync(descriptor)
  }
}

function readHead(
  descriptor: number,
  at: number,
): { pageSize: number; lastPage: number; transaction: number } {
  const bytes = Buffer.alloc(headBytes)
  if (readSync(descriptor, bytes, 0, headBytes, at) < headBytes)
    throw new DamagedFile('it has been cut short')
  const pageSize = bytes.readUInt32LE(pageSizeAt)
  if (bytes.readUInt32LE(metaAt) !== magic || pageSize < 512 || pageSize > 65_536)
    throw new DamagedFile('it is no file of LMDB')
  return {
    pageSize,
    lastPage: Number(bytes.readBigUInt64LE(lastPageAt)),
    transaction: Number(bytes.readBigUInt64LE(transactionAt)),
  }
}
