import type { StandardSchemaV1 } from '@standard-schema/spec'

type FileRules = Readonly<Record<string, StandardSchemaV1>>

type FileValues<Rules extends FileRules> = {
  [Name in keyof Rules]: StandardSchemaV1.InferOutput<Rules[Name]>
}

/**
 * One schema out of that of the texts, by any library, and rules for the files. Messages of both are told at once.
 *
 * @example
 * export const PostForm = withFiles(vine.create({ title: vine.string() }), {
 *   photo: upload({ maxBytes: 2_000_000, types: ['image/*'] }),
 * })
 *
 * @param rules by field; of a form's top level
 */
export function withFiles<Schema extends StandardSchemaV1, Rules extends FileRules>(
  schema: Schema,
  rules: Rules,
): StandardSchemaV1<unknown, StandardSchemaV1.InferOutput<Schema> & FileValues<Rules>> {
  type Output = StandardSchemaV1.InferOutput<Schema> & FileValues<Rules>
  return {
    '~standard': {
      version: 1,
      vendor: 'vanillin',
      async validate(input): Promise<StandardSchemaV1.Result<Output>> {
        const fields = (typeof input === 'object' && input !== null ? input : {}) as Readonly<
          Record<string, unknown>
        >
        const texts = Object.fromEntries(
          Object.entries(fields).filter(([name]) => !Object.hasOwn(rules, name)),
        )
        const results = await Promise.all([
          schema['~standard'].validate(texts),
          ...Object.entries(rules).map(async ([name, rule]) =>
            atField(name, await rule['~standard'].validate(fields[name])),
          ),
        ])
        const issues = results.flatMap((result) => result.issues ?? [])
        if (issues.length > 0) return { issues }
        const values = results.map((result) => ('value' in result ? result.value : {}))
        return { value: Object.assign({}, ...values) as Output }
      },
    },
  }
}

/** The value under its field's name, and issues with it in their path. */
function atField(name: string, result: StandardSchemaV1.Result<unknown>): StandardSchemaV1.Result<unknown> {
  if (result.issues === undefined) return { value: { [name]: result.value } }
  return { issues: result.issues.map((issue) => ({ ...issue, path: [name, ...(issue.path ?? [])] })) }
}
