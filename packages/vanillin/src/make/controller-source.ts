import type { SourceName } from './source-name.ts'

/** One action, `index`. */
export function controllerSource({ pascal }: SourceName): string {
  return `import { Controller } from 'vanillin'

export default class ${pascal}Controller extends Controller {
  index() {
    return { controller: '${pascal}Controller' }
  }
}
`
}
