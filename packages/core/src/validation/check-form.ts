import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { FieldErrors } from '../errors/validation-error.ts'

/** A form that passed, with what its write answered, or its messages and what was sent, to be shown again. */
export type FormResult<Value, Saved = undefined> =
  | { readonly ok: true; readonly value: Value; readonly saved: Saved }
  | { readonly ok: false; readonly errors: FieldErrors; readonly old: Readonly<Record<string, unknown>> }

/**
 * Checks input by any validator that follows Standard Schema (VineJS, Zod, Valibot, ArkType ...).
 *
 * @param sent what the client sent, to be shown again
 */
export async function checkForm<Schema extends StandardSchemaV1>(
  schema: Schema,
  input: Readonly<Record<string, unknown>>,
  sent: Readonly<Record<string, unknown>>,
): Promise<FormResult<StandardSchemaV1.InferOutput<Schema>>> {
  const result = await schema['~standard'].validate(input)
  if (result.issues === undefined)
    return { ok: true, value: result.value as StandardSchemaV1.InferOutput<Schema>, saved: undefined }
  return { ok: false, errors: toFieldErrors(result.issues), old: sent }
}

function toFieldErrors(issues: readonly StandardSchemaV1.Issue[]): FieldErrors {
  const errors = Object.create(null) as Record<string, string[]>
  for (const { path, message } of issues) {
    const field = toFieldName(path)
    errors[field] ??= []
    errors[field].push(message)
  }
  return errors
}

/** VineJS 4 gives the path as text, `items.0.name`, where Standard Schema has a list. */
function toFieldName(path: StandardSchemaV1.Issue['path'] | string): string {
  if (typeof path === 'string') return path
  return (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
}
