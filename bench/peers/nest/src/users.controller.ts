import { Controller, Get, Param, ParseIntPipe, UseGuards, UseInterceptors } from '@nestjs/common'
import { RefusePrefetch } from './refuse-prefetch.guard.js'
import { ServedBy } from './served-by.interceptor.js'

@Controller('users')
@UseGuards(RefusePrefetch)
@UseInterceptors(ServedBy)
export class UsersController {
  @Get(':id')
  show(@Param('id', ParseIntPipe) id: number) {
    return { id }
  }
}
