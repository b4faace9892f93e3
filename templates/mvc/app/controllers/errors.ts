import { Controller, type HttpError } from 'vanillin'

/** The error pages outside of development, where Vanillin shows the code instead. */
export default class ErrorsController extends Controller {
  show({ status, message }: HttpError) {
    return this.status(status).view('errors/show', { status, message, requestId: this.request.id })
  }
}
