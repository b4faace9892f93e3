import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { BridgeError } from '../errors/bridge-error.ts'
import { AnswerBody } from './answer-body.ts'
import { ClientLeft } from './client-left.ts'
import { announcedBytes, GATHER_MS, GatheredAnswer, isPrompt } from './gathered-answer.ts'
import { HeadReader } from './head-reader.ts'
import { RecordReader, type RecordSink } from './record-reader.ts'
import { Report } from './report.ts'
import { RequestWriter } from './request-writer.ts'
import type { ResponseHead } from './response-head.ts'

export interface FastCgiRequest {
  /** As `encodeNameValues()` writes them. */
  readonly parameters: string
  /** As many bytes as CONTENT_LENGTH says. */
  readonly body: Uint8Array | Readable | undefined
  /** Tells when nobody waits for the answer any more, at once if that is so already. */
  readonly onAbort: (callback: () => void) => void
  /** Told once, at the end, of what PHP has reported meanwhile, if it has. */
  readonly onReport: (text: string) => void
}

export interface FastCgiAnswer extends ResponseHead {
  /** Bytes where the whole answer came at once. */
  readonly body: Buffer | Readable
  /** What PHP has reported so far. */
  readonly report: string
}

export interface ExchangeLimits {
  /** Neither side has sent anything for so long: the script is given up. */
  readonly timeoutMs: number
  readonly maxHeaderBytes: number
}

/** As FCGI_END_REQUEST says it (FastCGI 1.0, 5.5). */
const COMPLETE = 0
const OVERLOADED = 2

/** One request on a connection and its answer, both as streams. */
export class Exchange implements RecordSink {
  readonly answer: Promise<FastCgiAnswer>
  readonly #socket: Socket
  readonly #request: FastCgiRequest
  readonly #limits: ExchangeLimits
  readonly #onOver: (isReusable: boolean) => void
  readonly #writer: RequestWriter
  readonly #reader = new RecordReader(this)
  readonly #headReader: HeadReader
  readonly #report = new Report()
  readonly #gathered = new GatheredAnswer()
  #resolve: (answer: FastCgiAnswer) => void = () => {}
  #reject: (error: Error) => void = () => {}
  #head: ResponseHead | undefined
  #body: AnswerBody | undefined
  #hasReceived = false
  #isHeld = false
  #gathering: NodeJS.Timeout | undefined
  /** What the last record says; undefined before it. */
  #protocolStatus: number | undefined
  #isOver = false

  /** @param onOver told when the connection is free, or of no use any more */
  constructor(
    socket: Socket,
    request: FastCgiRequest,
    limits: ExchangeLimits,
    onOver: (isReusable: boolean) => void,
  ) {
    this.#socket = socket
    this.#request = request
    this.#limits = limits
    this.#onOver = onOver
    this.#writer = new RequestWriter(socket, request.body)
    this.#headReader = new HeadReader(limits.maxHeaderBytes)
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  /** False as long as PHP may not even have seen the request. */
  get hasReceived(): boolean {
    return this.#hasReceived
  }

  start(): void {
    const { parameters, onAbort } = this.#request
    onAbort(this.#abort)
    if (!this.#isOver) this.#writer.write(parameters, (error) => this.fail(error))
  }

  /** Whether bytes that it was given have to stay where they are. */
  get isGathering(): boolean {
    return !this.#isOver && !this.#gathered.isEmpty
  }

  /**
   * Bytes of the answer have come.
   *
   * @param mayStay whether they may stay where they are until more has come
   */
  receive(bytes: Buffer, mayStay: boolean): void {
    this.#hasReceived = true
    try {
      this.#reader.feed(bytes)
    } catch (error) {
      this.fail(error as Error)
      return
    }
    if (this.#body !== undefined) this.#push(this.#body)
    if (this.#isOver) return
    if (this.#protocolStatus !== undefined) this.#complete(this.#protocolStatus)
    else if (this.#head !== undefined && this.#body === undefined) this.#gatherOn(this.#head, mayStay)
  }

  /** There is room for more of the request. */
  drained(): void {
    this.#writer.drained()
  }

  /** Nothing came and nothing went for a while. */
  timedOut(): void {
    // A client that does not read on is not PHP's fault.
    if (this.#isHeld) return
    const what = this.#hasReceived ? 'went silent' : 'did not begin to answer'
    this.fail(new BridgeError('E_PHP_TIMEOUT', `PHP ${what} for ${this.#limits.timeoutMs} ms.`))
  }

  fail(error: Error): void {
    if (this.#isOver) return
    this.#end()
    if (this.#body === undefined) this.#reject(error)
    else this.#body.destroy(error)
    this.#onOver(false)
  }

  stdout(piece: Buffer): void {
    this.#assertRunning()
    if (this.#head === undefined) {
      const found = this.#headReader.feed(piece)
      if (found === undefined) return
      this.#head = found.head
      this.#gathered.limitTo(announcedBytes(found.head))
      if (found.rest.length > 0) this.#gathered.add(found.rest)
    } else {
      this.#gathered.add(piece)
    }
  }

  stderr(piece: Buffer): void {
    this.#assertRunning()
    this.#report.add(piece)
  }

  ended(protocolStatus: number): void {
    this.#assertRunning()
    this.#protocolStatus = protocolStatus
  }

  #gatherOn(head: ResponseHead, mayStay: boolean): void {
    if (!mayStay || isPrompt(head)) this.#handOn()
    else this.#gathering ??= setTimeout(() => this.#handOn(), GATHER_MS)
  }

  #assertRunning(): void {
    if (this.#protocolStatus === undefined) return
    throw new BridgeError('E_PHP_MALFORMED', 'More came over the connection behind the end of the answer.')
  }

  /** What has come so far goes out, and the rest as it comes. */
  #handOn(): void {
    if (this.#head === undefined || this.#body !== undefined) return
    clearTimeout(this.#gathering)
    const body = new AnswerBody(() => this.#goOn(), this.#abort)
    this.#body = body
    this.#push(body)
    this.#resolve(toAnswer(this.#head, body, this.#report.text))
  }

  #push(body: AnswerBody): void {
    if (this.#gathered.isEmpty || body.push(this.#gathered.take()) || this.#isHeld) return
    this.#isHeld = true
    this.#socket.pause()
  }

  #goOn(): void {
    if (!this.#isHeld || this.#isOver) return
    this.#isHeld = false
    this.#socket.setTimeout(this.#limits.timeoutMs)
    this.#socket.resume()
  }

  #complete(protocolStatus: number): void {
    if (this.#head === undefined) {
      this.fail(withoutHead(protocolStatus))
      return
    }
    const report = this.#report.text
    this.#end()
    if (this.#body === undefined) this.#resolve(toAnswer(this.#head, this.#gathered.take(), report))
    else this.#body.push(null)
    // PHP may end before it has read all that was sent, and what it left would be taken for the next request.
    this.#onOver(this.#writer.isComplete && protocolStatus === COMPLETE)
  }

  #end(): void {
    const { onReport } = this.#request
    this.#isOver = true
    clearTimeout(this.#gathering)
    this.#writer.stop()
    if (this.#isHeld) this.#socket.resume()
    if (this.#report.text !== '') onReport(this.#report.text)
  }

  /**
   * Nobody wants the answer any more. The connection is closed and no FCGI_ABORT_REQUEST sent: php-fpm does not read while a script runs,
   * and learns of it as its next output fails.
   */
  readonly #abort = (): void => {
    if (!this.#isOver) this.fail(new ClientLeft())
  }
}

/** Member by member: to spread the head costs more than all the rest of a short answer. */
function toAnswer({ status, headers }: ResponseHead, body: Buffer | Readable, report: string): FastCgiAnswer {
  return { status, headers, body, report }
}

function withoutHead(protocolStatus: number): BridgeError {
  if (protocolStatus === OVERLOADED)
    return new BridgeError('E_PHP_BUSY', 'PHP answered that it has too much to do.')
  return new BridgeError(
    'E_PHP_MALFORMED',
    protocolStatus === COMPLETE
      ? 'PHP ended without a word, not even headers.'
      : `PHP refused the request with the protocol status ${protocolStatus}.`,
  )
}
