import type { CodecLimits } from '../codec-limits.ts'
import type { SessionValues } from '../session-values.ts'
import { ValueWriter } from '../value-writer.ts'

/** Name and value after name and value: as they came where that is possible, written anew otherwise. */
export function writeEntries(
  values: SessionValues,
  writeName: (name: string, writer: ValueWriter) => void,
  limits: CodecLimits | undefined,
  writer: ValueWriter = new ValueWriter(limits),
): Buffer {
  const { places, raw } = values.parts
  for (const [key, place] of places) {
    const name = String(key)
    const bytes = raw?.get(name)
    if (bytes === undefined) {
      writeName(name, writer)
      writer.write(place)
    } else {
      writeName(name, writer)
      writer.append(bytes)
    }
  }
  return writer.bytes()
}
