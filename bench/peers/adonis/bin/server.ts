import { prettyPrintError } from '@adonisjs/core'
import { ignitor } from './ignitor.js'

try {
  await ignitor.httpServer().start()
} catch (error) {
  process.exitCode = 1
  await prettyPrintError(error)
}
