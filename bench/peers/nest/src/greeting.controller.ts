import { Controller, Get, Header } from '@nestjs/common'

@Controller()
export class GreetingController {
  @Get('plaintext')
  @Header('content-type', 'text/plain; charset=utf-8')
  text() {
    return 'Hello, World!'
  }

  @Get('json')
  json() {
    return { message: 'Hello, World!' }
  }
}
