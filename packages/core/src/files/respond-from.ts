import type { FileHandle } from 'node:fs/promises'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { choosePart, isBodiless } from './choose-part.ts'
import { DiskSource } from './disk-source.ts'
import { bodilessResponse, partResponse } from './part-response.ts'
import type { Representation } from './representation.ts'

/** Answers with what the request wants of an open file, which is closed in any case: now, or behind the last byte. */
export async function respondFrom(
  handle: FileHandle,
  request: HttpRequest,
  representation: Representation,
): Promise<HttpResponse> {
  const part = choosePart(request, representation)
  if (!isBodiless(part)) return partResponse(part, representation, new DiskSource(handle))
  await handle.close()
  return bodilessResponse(part, representation)
}
