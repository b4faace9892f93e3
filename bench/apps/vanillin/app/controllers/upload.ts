import { Controller } from 'vanillin'

export default class UploadController extends Controller {
  async store() {
    const bytes = await this.request.body.bytes()
    return { bytes: bytes.length }
  }
}
