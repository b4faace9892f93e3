import { Controller, type HttpError } from 'vanillin'

export default class ErrorsController extends Controller {
  show({ status, message }: HttpError) {
    return this.status(status).view('message/show', { title: message, text: `Status ${status}.` })
  }
}
