/** English enough for table names: posts, post; categories, category; boxes, box; what has no plural stays. */
export function singularise(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return /[^us]s$/.test(word) ? word.slice(0, -1) : word
}

/** The column that points at a row of a table: `post_id` for `posts`. */
export function foreignKeyOf(table: string): string {
  return `${singularise(table)}_id`
}

type Singular<Word extends string> = Word extends `${infer Stem}ies`
  ? `${Stem}y`
  : Word extends `${infer Stem}ses`
    ? `${Stem}s`
    : Word extends `${infer Stem}xes`
      ? `${Stem}x`
      : Word extends `${infer Stem}zes`
        ? `${Stem}z`
        : Word extends `${infer Stem}ches`
          ? `${Stem}ch`
          : Word extends `${infer Stem}shes`
            ? `${Stem}sh`
            : Word extends `${string}us` | `${string}ss`
              ? Word
              : Word extends `${infer Stem}s`
                ? Stem
                : Word

/** What {@link foreignKeyOf} answers, as a type. */
export type ForeignKeyOf<Table extends string> = `${Singular<Table>}_id`
