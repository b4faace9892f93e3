import { VanillinError } from '../errors/vanillin-error.ts'
import { keyRefused } from './key-refused.ts'
import { defaultFormLimits, type FormLimits } from './form-limits.ts'

export type FormValue = string | FormTree | FormValue[]

/** Fields by name, without a prototype. */
export interface FormTree {
  [name: string]: FormValue
}

/** A node while it is built; `next` is the index that the next `[]` gets. */
interface Branch {
  readonly children: Map<string, Branch | string>
  next: number
}

/**
 * Builds nested data from field names by the rules of PHP's `parse_str`: `a[b][]=1` nests, `[]` appends,
 * the last of repeated plain names wins, and in the first part of a name leading spaces go while spaces,
 * dots and an unclosed bracket become underscores. A branch whose keys are 0, 1, 2 ... in order comes out
 * as an array.
 *
 * @example
 * const form = new FormDataTree()
 * form.add('items[0][name]', 'pen')
 * form.add('tags[]', 'new')
 * form.toTree() // { items: [{ name: 'pen' }], tags: ['new'] }
 *
 * @throws VanillinError `E_FORM_MALFORMED` when there are more fields or deeper names than `limits` allow, `E_INPUT_KEY_REFUSED`
 */
export class FormDataTree {
  readonly #root: Branch = { children: new Map(), next: 0 }
  readonly #limits: FormLimits
  #fields = 0

  constructor(limits: FormLimits = defaultFormLimits) {
    this.#limits = limits
  }

  add(name: string, value: string): void {
    this.#fields += 1
    if (this.#fields > this.#limits.maxFields) {
      throw new VanillinError('E_FORM_MALFORMED', `More than ${this.#limits.maxFields} fields were sent.`)
    }
    const path = parseName(name, this.#limits.maxDepth)
    if (path === undefined) return
    let branch = this.#root
    for (const [depth, part] of path.entries()) {
      const key = part ?? String(branch.next)
      if (key === '__proto__') throw keyRefused(key)
      if (key === 'prototype' && path[depth - 1] === 'constructor') throw keyRefused('constructor.prototype')
      if (isIndex(key)) branch.next = Math.max(branch.next, Number(key) + 1)
      if (depth === path.length - 1) {
        branch.children.set(key, value)
        return
      }
      const child = branch.children.get(key)
      if (child !== undefined && typeof child !== 'string') {
        branch = child
        continue
      }
      const created: Branch = { children: new Map(), next: 0 }
      branch.children.set(key, created)
      branch = created
    }
  }

  toTree(): FormTree {
    return toObject(this.#root)
  }
}

/** The keys that a name leads through, null for `[]`; undefined for a name that PHP drops. */
function parseName(name: string, maxDepth: number): (string | null)[] | undefined {
  const nul = name.indexOf('\0')
  const trimmed = (nul === -1 ? name : name.slice(0, nul)).replace(/^ +/, '')
  const open = trimmed.indexOf('[')
  if (open === 0) return undefined
  const closed = open !== -1 && trimmed.indexOf(']', open) !== -1
  const head = (closed ? trimmed.slice(0, open) : trimmed).replaceAll(/[ .[]/g, '_')
  if (head === '') return undefined
  const path: (string | null)[] = [head]
  let at = closed ? open : trimmed.length
  while (trimmed[at] === '[') {
    const end = trimmed.indexOf(']', at)
    if (end === -1) break
    const key = trimmed.slice(at + 1, end)
    path.push(key.trim() === '' ? null : key)
    if (path.length > maxDepth) {
      throw new VanillinError('E_FORM_MALFORMED', `A field name is nested deeper than ${maxDepth} levels.`)
    }
    at = end + 1
  }
  return path
}

function isIndex(key: string): boolean {
  return /^(0|[1-9]\d{0,14})$/.test(key)
}

function toObject(branch: Branch): FormTree {
  const tree = Object.create(null) as FormTree
  for (const [key, child] of branch.children) tree[key] = typeof child === 'string' ? child : toValue(child)
  return tree
}

function toValue(branch: Branch): FormValue {
  let index = 0
  for (const key of branch.children.keys()) {
    if (key !== String(index)) return toObject(branch)
    index += 1
  }
  return Array.from(branch.children.values(), (child) => (typeof child === 'string' ? child : toValue(child)))
}
