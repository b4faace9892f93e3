import {
  BaseResponse,
  noBody,
  type CoreRequest,
  type CoreResponse,
  type RequestHeaders,
  type StreamTarget,
} from '@vanillin/http'

/** What is asked in another way than by the request that is copied. */
export interface ShadowChanges {
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly headers?: RequestHeaders
  /** What the `signal` of the copy follows. Who waits for the first request may leave: the copy goes on. */
  readonly signal: AbortSignal
}

/** The head of a request once more, without its body, and a response that goes nowhere. */
export function shadowExchange(
  core: CoreRequest,
  { method = core.method, path = core.path, query = core.query, headers, signal }: ShadowChanges,
): { readonly request: CoreRequest; readonly response: CoreResponse } {
  const response = new ShadowResponse(method)
  if (signal.aborted) response.cut()
  else signal.addEventListener('abort', () => response.cut(), { once: true })
  return {
    request: {
      method,
      path,
      query,
      headers: headers ?? core.headers,
      body: noBody,
      remoteAddress: core.remoteAddress,
      remotePort: core.remotePort,
      localAddress: core.localAddress,
      secure: core.secure,
    },
    response,
  }
}

class ShadowResponse extends BaseResponse {
  override cut(): void {
    this.close('aborted')
  }

  protected override writeWhole(): void {
    this.close('sent')
  }

  protected override writeBodiless(): void {
    this.close('sent')
  }

  protected override openStream(): StreamTarget {
    return {
      write: () => undefined,
      end: () => {
        this.close('sent')
        return undefined
      },
    }
  }

  protected override release(): void {}
}
