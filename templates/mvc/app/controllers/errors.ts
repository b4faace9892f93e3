import { Controller, type HttpError } from 'vanillin'

/** The error pages outside of development, where Vanillin shows the code instead. */
export default class ErrorsController extends Controller {
  show({ status, message, errors }: HttpError) {
    const problems = Object.values(errors).flat()
    return this.status(status).view('errors/show', { status, message, problems, requestId: this.request.id })
  }
}
