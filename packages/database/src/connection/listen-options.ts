/** Called with the text of each message, in the order in which they were sent. */
export type MessageHandler = (payload: string) => void

export interface ListenOptions {
  /** The connection was lost and is there again: messages may have been missed, so look for yourself what has changed. */
  onMissed?: () => void
}

/** Where messages come in. */
export interface Listening {
  /** Resolves when messages arrive from now on. Answers what ends it. */
  listen(channel: string, handler: MessageHandler, options: ListenOptions): Promise<() => Promise<void>>
}
