import type { HttpResponse } from '../http/http-response.ts'

/** Status and headers that an action set before it returned its value. */
export class ResponseDraft {
  status: number | undefined = undefined
  #headers: [name: string, value: string][] | undefined = undefined

  setHeader(name: string, value: string): void {
    this.#headers ??= []
    this.#headers.push([name, value])
  }

  applyTo(response: HttpResponse): HttpResponse {
    if (this.status !== undefined) response.status = this.status
    if (this.#headers !== undefined) {
      for (const [name, value] of this.#headers) {
        if (name.toLowerCase() === 'set-cookie') response.headers.append(name, value)
        else response.headers.set(name, value)
      }
    }
    return response
  }
}
