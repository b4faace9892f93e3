import { prettyPrintError } from '@adonisjs/core'
import { ignitor } from './ignitor.js'

try {
  await ignitor.ace().handle(process.argv.slice(2))
} catch (error) {
  process.exitCode = 1
  await prettyPrintError(error)
}
