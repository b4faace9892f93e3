import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  ServiceUnavailableException,
} from '@nestjs/common'
import type { FastifyRequest } from 'fastify'

@Injectable()
export class RefusePrefetch implements CanActivate {
  canActivate(context: ExecutionContext) {
    const request = context.switchToHttp().getRequest<FastifyRequest>()
    if (request.headers['sec-purpose'] === 'prefetch') throw new ServiceUnavailableException()
    return true
  }
}
