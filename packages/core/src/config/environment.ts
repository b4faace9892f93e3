export type Environment = 'development' | 'test' | 'production'

/** What NODE_ENV says; `development` when it is unset or says something else. */
export function readEnvironment(): Environment {
  const value = process.env['NODE_ENV']
  return value === 'production' || value === 'test' ? value : 'development'
}
