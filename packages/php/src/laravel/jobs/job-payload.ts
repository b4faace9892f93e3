import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import type { Duration } from '@vanillin/core'
import { PhpCodecError } from '../../codec/php-codec-error.ts'
import { serialize } from '../../codec/serialize.ts'
import { jobObject, type JobProperties } from './job-object.ts'

/** What the class of a job says in Laravel of how it is run: nobody here reads it there. */
export interface LaravelJobOptions {
  /** Default: that of the queue. */
  readonly queue?: string
  /** From now on, in whole seconds. */
  readonly delay?: Duration
  readonly tries?: number
  readonly maxExceptions?: number
  readonly timeout?: Duration
  readonly failOnTimeout?: boolean
  /** Between one try and the next; a list has one for each. */
  readonly backoff?: Duration | readonly Duration[]
  readonly retryUntil?: Date
}

/** A job as Laravel's queues keep it, before it is JSON. */
export type JobPayload = Readonly<Record<string, unknown>> & { readonly uuid: string }

/** @throws PhpCodecError `E_PHP_VALUE`, `E_PHP_LIMIT` */
export function jobPayload(
  name: string,
  properties: JobProperties,
  options: LaravelJobOptions,
  now: Date,
): JobPayload {
  const className = name.replace(/^\\/, '')
  const command = serialize(jobObject(className, properties))
  if (!isUtf8(command))
    throw new PhpCodecError(
      'E_PHP_VALUE',
      `The job ${className} holds bytes that are no UTF-8: its payload is JSON.`,
    )
  const { tries, maxExceptions, timeout, failOnTimeout, backoff, retryUntil, delay } = options
  return {
    uuid: randomUUID(),
    displayName: className,
    job: 'Illuminate\\Queue\\CallQueuedHandler@call',
    maxTries: tries ?? null,
    maxExceptions: maxExceptions ?? null,
    failOnTimeout: failOnTimeout ?? false,
    backoff: backoff === undefined ? null : [backoff].flat().map(inSeconds).join(','),
    timeout: timeout === undefined ? null : inSeconds(timeout),
    retryUntil: retryUntil === undefined ? null : Math.floor(retryUntil.getTime() / 1_000),
    data: { commandName: className, command: command.toString() },
    createdAt: Math.floor(now.getTime() / 1_000),
    delay: delay === undefined ? null : inSeconds(delay),
  }
}

export function inSeconds(duration: Duration): number {
  return Math.ceil(duration / 1_000)
}
