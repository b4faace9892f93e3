import type { HttpRequest } from '@vanillin/core'
import type { Script } from '../handover/script.ts'

/** Who has answered a request, as far as it came to PHP. */
export interface Serving {
  /** When it came in, by `performance.now()`; 0 where nobody counts. */
  startedAt: number
  /** `file`: one of the PHP app, served without it. Undefined: the app here. */
  by: 'php' | 'file' | undefined
  /** What ran; undefined where the server behind decides. */
  script: Script | undefined
  /** PHP answered in place of a port that failed. */
  isFallback: boolean
  /** Of a hundred visitors, how many the port of this route answers. */
  percent: number
}

/** A property costs a tenth of a WeakMap, through which every garbage collection has to walk. */
const SERVING = Symbol('serving')

interface Noted extends HttpRequest {
  [SERVING]?: Serving
}

/** Noted by who answers, read when the answer is there. */
export function servingOf(request: HttpRequest): Serving {
  const noted: Noted = request
  return (noted[SERVING] ??= {
    startedAt: 0,
    by: undefined,
    script: undefined,
    isFallback: false,
    percent: 100,
  })
}
