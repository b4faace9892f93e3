import { buffer } from 'node:stream/consumers'
import type { HttpContext } from '@adonisjs/core/http'

export default class UploadController {
  async store({ request }: HttpContext) {
    const content = await buffer(request.request)
    return { bytes: content.length }
  }
}
