/** What a path parameter must look like: a named kind, or a pattern that the whole value must match. */
export type Constraint = 'int' | 'uuid' | 'slug' | 'alpha' | RegExp

/** Constraints by parameter name. */
export type Constraints = Readonly<Record<string, Constraint>>

const KINDS: Readonly<Record<Exclude<Constraint, RegExp>, RegExp>> = {
  int: /^-?\d{1,15}$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  slug: /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
  alpha: /^[A-Za-z]+$/,
}

/** The pattern of a constraint, anchored at both ends and without state. */
export function toPattern(constraint: Constraint): RegExp {
  if (typeof constraint === 'string') return KINDS[constraint]
  return new RegExp(`^(?:${constraint.source})$`, constraint.flags.replaceAll(/[gy]/g, ''))
}
