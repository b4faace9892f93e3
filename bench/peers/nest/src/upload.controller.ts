import { Controller, HttpCode, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'

@Controller('upload')
export class UploadController {
  @Post()
  @HttpCode(200)
  store(@Req() request: FastifyRequest<{ Body: Buffer }>) {
    return { bytes: request.body.length }
  }
}
