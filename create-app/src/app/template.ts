export const templates = ['mvc', 'api', 'minimal', 'php-bridge'] as const

export type Template = (typeof templates)[number]

export function isTemplate(value: string): value is Template {
  return (templates as readonly string[]).includes(value)
}

/** The minimal app is one page without tables, and the bridge begins with the PHP app's own. */
export function hasDatabase(template: Template): boolean {
  return template === 'mvc' || template === 'api'
}
