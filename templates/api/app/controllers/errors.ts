import { Controller, problemDocument, type HttpError } from 'vanillin'

/** This app has no pages: a client that does not ask for JSON, as curl does not, gets the problem document as well. */
export default class ErrorsController extends Controller {
  show(error: HttpError) {
    return problemDocument(error, this.request)
  }
}
