import type { BodyError } from '../port/body-error.ts'

/** What a core tells a `StreamedBody`. */
export interface BodySink {
  /** The bytes are the sink's own. */
  data(chunk: Uint8Array): void
  /** The body is complete. */
  end(): void
  /** No more will come. */
  fail(error: BodyError): void
}

/** The core's end of a request body: a socket that can be held back. */
export interface BodySource {
  /** Called at most once; bytes may arrive before it returns. */
  start(sink: BodySink): void
  pause(): void
  resume(): void
}
