import { env } from 'vanillin'
import type { PhpOptions } from 'vanillin/php'
import { dataFolder, sessionFolder } from './folders.ts'

const fpm = env.string('PHP_FPM', '')

/** The PHP app that is taken over, page by page. */
export const legacy: PhpOptions = {
  root: env.string('PHP_ROOT', '../../test/fixtures/legacy-app/public'),
  ...(fpm !== '' && { fpm }),
  env: {
    SESSION_FOLDER: sessionFolder,
    DATA_FOLDER: dataFolder,
    DATABASE_URL: env.string('DATABASE_URL', ''),
  },
}
