import { env } from 'vanillin'
import type { PhpOptions } from 'vanillin/php'

const fpm = env.string('PHP_FPM', '')

/** The PHP app that is taken over, page by page. */
export const legacy: PhpOptions = {
  root: env.string('PHP_ROOT'),
  ...(fpm !== '' && { fpm }),
}
