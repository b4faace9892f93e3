import type { HttpRequest } from '@vanillin/core'
import type { Script } from '../handover/script.ts'

/** Who has answered a request, as far as it came to PHP. */
export interface Serving {
  /** `file`: one of the PHP app, served without it. Undefined: the app here. */
  by: 'php' | 'file' | undefined
  /** What ran; undefined where the server behind decides. */
  script: Script | undefined
  /** PHP answered in place of a port that failed. */
  isFallback: boolean
  /** Of a hundred visitors, how many the port of this route answers. */
  percent: number
}

const servings = new WeakMap<HttpRequest, Serving>()

/** Noted by who answers, read when the answer is there. */
export function servingOf(request: HttpRequest): Serving {
  let serving = servings.get(request)
  if (serving === undefined)
    servings.set(request, (serving = { by: undefined, script: undefined, isFallback: false, percent: 100 }))
  return serving
}
