import 'reflect-metadata'
import { fileURLToPath } from 'node:url'
import { ValidationPipe } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { Eta } from 'eta'
import { AppModule } from './app.module.js'

const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter())
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true }))
app.useBodyParser('application/octet-stream', { bodyLimit: 2 * 1024 * 1024 })
app.useStaticAssets({ root: fileURLToPath(new URL('../../../public', import.meta.url)) })
app.setViewEngine({
  engine: { eta: new Eta() },
  templates: fileURLToPath(new URL('../views', import.meta.url)),
  layout: 'layout.eta',
})
await app.listen(Number(process.env['PORT']), process.env['HOST'] ?? '127.0.0.1')
