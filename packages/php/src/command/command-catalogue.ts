import type { PhpErrorEntry } from '../errors/php-error.ts'

/** The codes of the errors of commands. */
export type PhpCommandErrorCode =
  | 'E_PHP_COMMAND_FAILED'
  | 'E_PHP_COMMAND_TIMEOUT'
  | 'E_PHP_COMMAND_ABORTED'
  | 'E_PHP_COMMAND_NOT_STARTED'

export const commandCatalogue: Readonly<Record<PhpCommandErrorCode, PhpErrorEntry>> = {
  E_PHP_COMMAND_FAILED: {
    help: 'Run it by hand in the folder of the PHP app; `output` and `errorOutput` of the error are what it wrote.',
  },
  E_PHP_COMMAND_TIMEOUT: { help: 'Find out what it waits for, or give it a longer `timeout`.' },
  E_PHP_COMMAND_ABORTED: {
    help: 'The signal that it was given was aborted, often since the client had left.',
  },
  E_PHP_COMMAND_NOT_STARTED: {
    help: 'See that the program `php` and the folder are there: PhpCommands({ php, folder }) says where.',
  },
}
