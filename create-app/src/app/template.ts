export const templates = ['mvc', 'api', 'minimal'] as const

export type Template = (typeof templates)[number]

export function isTemplate(value: string): value is Template {
  return (templates as readonly string[]).includes(value)
}

/** The minimal app is one page without tables. */
export function hasDatabase(template: Template): boolean {
  return template !== 'minimal'
}
