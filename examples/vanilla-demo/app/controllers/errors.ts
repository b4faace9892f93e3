import { Controller, type HttpError } from 'vanillin'

/** The page of every error, the app's own codes and the framework's. JSON clients get a problem document. */
export default class ErrorsController extends Controller {
  show({ status, code, message }: HttpError) {
    return this.status(status).view('errors/show', { status, code, message })
  }
}
