import { RequestError } from '@vanillin/http'

/** nginx's "client closed request". */
const CLIENT_CLOSED_REQUEST = 499

/** Nobody waits for the answer any more. */
export class ClientLeft extends RequestError {
  override readonly name = 'ClientLeft'

  constructor() {
    super(CLIENT_CLOSED_REQUEST, 'The client closed the connection.')
  }
}
