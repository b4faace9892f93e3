import { BaseResponse, type ResponseHeaders, type ResponseOutcome, type StreamTarget } from '@vanillin/http'

/** How much of a streamed body waits for its reader, as a socket's buffers would hold. */
const BUFFERED_BYTES = 1024 * 1024

/** Behind the port a fetch `Response`: resolved as soon as its head is there. */
export class InProcessResponse extends BaseResponse {
  readonly #resolve: (response: Response) => void
  #body: ReadableStreamDefaultController<Uint8Array> | undefined

  constructor(source: Request, resolve: (response: Response) => void) {
    super(source.method)
    this.#resolve = resolve
    source.signal.addEventListener('abort', () => this.cut())
  }

  override cut(): void {
    this.#body?.error(new TypeError('The response broke off.'))
    this.close('aborted')
  }

  protected override writeWhole(
    status: number,
    headers: ResponseHeaders,
    body: string | Uint8Array | undefined,
  ): void {
    // fetch takes no body with a 205, not even an empty one.
    this.#answer(status, headers, status === 205 ? null : (body ?? ''))
    this.close('sent')
  }

  protected override writeBodiless(status: number, headers: ResponseHeaders): void {
    this.#answer(status, headers, null)
    this.close('sent')
  }

  protected override openStream(status: number, headers: ResponseHeaders): StreamTarget {
    let resume = (): void => {}
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#body = controller
        },
        pull: () => resume(),
        cancel: () => this.close('aborted'),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: BUFFERED_BYTES }),
    )
    this.#answer(status, headers, body)
    const controller = this.#body!
    return {
      write: (chunk) => {
        controller.enqueue(chunk)
        if ((controller.desiredSize ?? 0) > 0) return undefined
        return new Promise((resolve) => {
          resume = resolve
          this.onClose(() => resolve())
        })
      },
      end: () => {
        controller.close()
        this.close('sent')
        return undefined
      },
    }
  }

  protected override release(_outcome: ResponseOutcome): void {}

  #answer(status: number, headers: ResponseHeaders, body: ConstructorParameters<typeof Response>[0]): void {
    this.#resolve(new Response(body, { status, headers: [...headers.entries()] }))
  }
}
