interface ErrorEntry {
  readonly status: number
  readonly message: string
}

/** The app's own error codes, from 1000 on, with what the client is told. Raised by `throw new AppError(1001)`. */
export default {
  1001: { status: 404, message: 'There is no such sailing.' },
  1002: { status: 409, message: 'There are not enough free seats.' },
  1003: { status: 422, message: 'A booking needs a name and at least one seat.' },
} as const satisfies Readonly<Record<number, ErrorEntry>>
