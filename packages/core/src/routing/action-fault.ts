import type { Readable } from 'node:stream'
import type { Controller } from '../controller/controller.ts'
import type { HttpResponse } from '../http/http-response.ts'
import type { SafeHtml } from '../view/safe-html.ts'

/**
 * What the compiler can see to be wrong with the answer of an action, as words for its message; never when nothing is. It looks
 * at the answer, its members, the items of a list and their members: deeper mistakes show when they happen.
 */
export type ActionFault<Result> =
  IsAnyOrNever<Awaited<Result>> extends true
    ? never
    : [Awaited<Result>] extends [void]
      ? 'nothing'
      : AnswerFault<Awaited<Result>>

type IsAnyOrNever<Type> = 0 extends 1 & Type ? true : [Type] extends [never] ? true : false

/** Sent as it is, or written as JSON by a method of its own. */
type Whole =
  | HttpResponse
  | Response
  | Blob
  | Readable
  | ReadableStream
  | Uint8Array
  | SafeHtml
  | Controller
  | ((...values: never[]) => unknown)
  | { toJSON(...values: never[]): unknown }

type AnswerFault<Answer> =
  | ValueFault<Answer>
  | (Answer extends Whole
      ? never
      : Answer extends readonly (infer Item)[]
        ? ValueFault<Item> | (Item extends Whole ? never : MemberFault<Item>)
        : MemberFault<Answer>)

/** A list among the members has its items looked at, too: `{ pages: ids.map((id) => load(id)) }`. */
type MemberFault<Owner> = Owner extends readonly unknown[]
  ? never
  : Owner extends object
    ? {
        [Name in keyof Owner]-?:
          | ValueFault<Owner[Name]>
          | (Owner[Name] extends readonly (infer Item)[] ? ValueFault<Item> : never)
      }[keyof Owner]
    : never

type ValueFault<Value> =
  IsAnyOrNever<Value> extends true
    ? never
    : Value extends PromiseLike<unknown>
      ? 'a promise inside its answer: await it'
      : Value extends Unfinished
        ? 'a query that was never run: end it with .get(), .first() or .paginate(), and await it'
        : never

/** What refuses to be JSON, as a query of a Model does, and a query of Kysely. */
type Unfinished = RefusesJson | { toOperationNode(): unknown; execute(): PromiseLike<unknown> }

interface RefusesJson {
  toJSON(): never
}
