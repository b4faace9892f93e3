import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { HttpRequest } from '../http/http-request.ts'
import { isForm } from '../http/parse-body.ts'
import { checkForm, type FormResult } from './check-form.ts'
import { saveForm } from './save-form.ts'
import { refuseUnawaited } from './unawaited-form.ts'
import { withFileFields } from './with-file-fields.ts'
import { withoutEmptyFields } from './without-empty-fields.ts'

/**
 * What a request brought, checked by a schema and, where there is a `save`, written. A check without one is kept with the request: who
 * writes later may be refused, and then it is made again.
 */
export function formOf<Schema extends StandardSchemaV1, Saved>(
  request: HttpRequest,
  schema: Schema,
  save: ((value: StandardSchemaV1.InferOutput<Schema>) => Saved | Promise<Saved>) | undefined,
): Promise<FormResult<StandardSchemaV1.InferOutput<Schema>, Saved | undefined>> {
  const sent = request.input.all()
  const fields = isForm(request) ? withoutEmptyFields(sent) : sent
  const input = withFileFields(fields, request.files.all())
  const check = () => checkForm(schema, input, sent)
  if (save !== undefined) return refuseUnawaited(saveForm(check, save))
  request.formChecks ??= []
  request.formChecks.push(check)
  return refuseUnawaited(check())
}
