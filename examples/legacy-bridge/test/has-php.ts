import { spawnSync } from 'node:child_process'

/** Whether there is a PHP to run the other half of the app. */
export const hasPhp: boolean = spawnSync('php', ['--version']).status === 0
