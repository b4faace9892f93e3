/** A parameter of a request; a text goes out in UTF-8. */
export type Parameter = readonly [name: string, value: string | Uint8Array]

/** Parameters as FastCGI writes them: two lengths of one or four bytes, then name and value (FastCGI 1.0, 3.4). */
export function encodeNameValues(parameters: readonly Parameter[]): Buffer {
  let size = 0
  for (const [name, value] of parameters) {
    const nameBytes = Buffer.byteLength(name)
    const valueBytes = typeof value === 'string' ? Buffer.byteLength(value) : value.byteLength
    size += lengthSize(nameBytes) + lengthSize(valueBytes) + nameBytes + valueBytes
  }
  const encoded = Buffer.allocUnsafe(size)
  let offset = 0
  for (const [name, value] of parameters) {
    offset = writeLength(encoded, offset, Buffer.byteLength(name))
    offset = writeLength(
      encoded,
      offset,
      typeof value === 'string' ? Buffer.byteLength(value) : value.byteLength,
    )
    offset += encoded.write(name, offset)
    if (typeof value === 'string') {
      offset += encoded.write(value, offset)
    } else {
      encoded.set(value, offset)
      offset += value.byteLength
    }
  }
  return encoded
}

function lengthSize(length: number): number {
  return length < 128 ? 1 : 4
}

function writeLength(target: Buffer, offset: number, length: number): number {
  if (length < 128) return target.writeUInt8(length, offset)
  return target.writeUInt32BE((length | 0x80_00_00_00) >>> 0, offset)
}
