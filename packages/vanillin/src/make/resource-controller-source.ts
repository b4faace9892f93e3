import type { Resource } from './resource.ts'

/** The actions of `route.resource()`: seven with pages, five of an api. */
export function resourceControllerSource(resource: Resource): string {
  const { name, path, model, hasViews } = resource
  const actions = hasViews ? pageActions(resource) : dataActions(resource)
  const imported = model === undefined ? '' : `import { ${model.name} } from '${model.module}'\n`
  const methods = actions.map(([route, isAsync, signature, lines]) => {
    const body = lines.map((line) => `    ${line}\n`).join('')
    return `  /** ${route.replace('PATH', path)} */\n  ${isAsync ? 'async ' : ''}${signature}() {\n${body}  }\n`
  })
  return `import { Controller } from 'vanillin'
${imported}
export default class ${name.pascal}Controller extends Controller {
${methods.join('\n')}}
`
}

type Action = readonly [route: string, isAsync: boolean, name: string, lines: readonly string[]]

const ID = "this.params.int('id')"

function pageActions({ singular, path, one, all, model, hasSessions }: Resource): Action[] {
  const view = path.slice(1)
  const isAsync = model !== undefined
  const found = findOne(one, model)
  const said = `// A validator says what may come in: npx vanillin make:validator ${singular.kebab}-form`
  // With sessions a form that is refused goes back to its page, with the messages and what was typed.
  const written = (props: string, write: (values: string) => string): string[] =>
    hasSessions
      ? [said, `// const form = await this.validate(${singular.pascal}Form)`, `// await ${write('form')}`]
      : [
          said,
          `// const form = await this.form(${singular.pascal}Form)`,
          `// if (!form.ok) return this.status(422).view('${view}/form', { ${props}errors: form.errors })`,
          `// await ${write('form.value')}`,
        ]
  return [
    ['GET PATH', isAsync, 'index', [`return this.view('${view}/index', { ${all}: ${listOf(model)} })`]],
    ['GET PATH/create', false, 'create', [`return this.view('${view}/form', {})`]],
    [
      'POST PATH',
      false,
      'store',
      [
        ...written('', (values) => `${model?.name ?? 'Model'}.create(${values})`),
        `return this.redirect('${path}')`,
      ],
    ],
    ['GET PATH/:id', isAsync, 'show', [found, `return this.view('${view}/show', { ${one} })`]],
    ['GET PATH/:id/edit', isAsync, 'edit', [found, `return this.view('${view}/form', { ${one} })`]],
    [
      'PUT PATH/:id',
      isAsync,
      'update',
      [
        found,
        ...written(`${one}, `, (values) => `${one}.update(${values})`),
        `return this.redirect(\`${path}/\${${one}.id}\`)`,
      ],
    ],
    [
      'DELETE PATH/:id',
      isAsync,
      'destroy',
      [...(model === undefined ? [] : [found, `await ${one}.delete()`]), `return this.redirect('${path}')`],
    ],
  ]
}

/** What is returned is sent as JSON. */
function dataActions({ singular, one, model }: Resource): Action[] {
  const isAsync = model !== undefined
  const found = findOne(one, model)
  const input = [
    `// A validator says what may come in: npx vanillin make:validator ${singular.kebab}-input`,
    `// const input = await this.validate(${singular.pascal}Input)`,
  ]
  const list =
    model === undefined ? '[]' : `${model.name}.orderBy('id', 'desc').paginate(this.query.int('page', 1))`
  return [
    ['GET PATH', false, 'index', [`return ${list}`]],
    [
      'POST PATH',
      false,
      'store',
      [...input, `// return ${model?.name ?? 'Model'}.create(input)`, 'return this.abort(501)'],
    ],
    [
      'GET PATH/:id',
      false,
      'show',
      [`return ${model === undefined ? `{ id: ${ID} }` : `${model.name}.findOrFail(${ID})`}`],
    ],
    ['PUT PATH/:id', isAsync, 'update', [found, ...input, `// await ${one}.update(input)`, `return ${one}`]],
    [
      'DELETE PATH/:id',
      isAsync,
      'destroy',
      [...(model === undefined ? [] : [found, `await ${one}.delete()`]), 'return null // 204, no content'],
    ],
  ]
}

const findOne = (one: string, model: Resource['model']): string =>
  `const ${one} = ${model === undefined ? `{ id: ${ID} }` : `await ${model.name}.findOrFail(${ID})`}`

const listOf = (model: Resource['model']): string =>
  model === undefined ? '[]' : `await ${model.name}.orderBy('id', 'desc').get()`
