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

/** The seven actions of `route.resource()`. */
export function resourceControllerSource({ folder, kebab, pascal }: SourceName): string {
  const path = `/${folder}${kebab}`
  return `import { Controller } from 'vanillin'

export default class ${pascal}Controller extends Controller {
  /** GET ${path} */
  index() {
    return { page: this.query.int('page', 1) }
  }

  /** GET ${path}/create */
  create() {
    return 'A form for a new one.'
  }

  /** POST ${path} */
  store() {
    return this.redirect('${path}')
  }

  /** GET ${path}/:id */
  show() {
    return { id: this.params.int('id') }
  }

  /** GET ${path}/:id/edit */
  edit() {
    return \`A form for number \${this.params.int('id')}.\`
  }

  /** PUT ${path}/:id */
  update() {
    return this.redirect(\`${path}/\${this.params.int('id')}\`)
  }

  /** DELETE ${path}/:id */
  destroy() {
    return this.redirect('${path}')
  }
}
`
}
