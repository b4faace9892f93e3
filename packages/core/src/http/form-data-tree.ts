import { VanillinError } from '../errors/vanillin-error.ts'
import { createFields } from './create-fields.ts'
import { keyRefused } from './key-refused.ts'
import { defaultFormLimits, type FormLimits } from './form-limits.ts'

const SPACE = 0x20
const DOT = 0x2e
const BRACKET = 0x5b
const UNDERSCORE = 0x5f

export type FormValue<Leaf = string> = Leaf | FormTree<Leaf> | FormValue<Leaf>[]

/** Fields by name, without a prototype. */
export interface FormTree<Leaf = string> {
  [name: string]: FormValue<Leaf>
}

/** A node while it is built; `next` is the index that the next `[]` gets. */
class Branch<Leaf> {
  readonly children: Map<string, Branch<Leaf> | Leaf> = new Map()
  next: number | undefined
}

/**
 * Builds nested data from field names by the rules of PHP's `parse_str`: `a[b][]=1` nests, `[]` appends,
 * the last of repeated plain names wins, and in the first part of a name leading spaces go while spaces,
 * dots and an unclosed bracket become underscores. A branch whose keys are 0, 1, 2 ... in order comes out
 * as an array. The leaves are texts, or the files of a multipart form.
 *
 * @example
 * const form = new FormDataTree()
 * form.add('items[0][name]', 'pen')
 * form.add('tags[]', 'new')
 * form.toTree() // { items: [{ name: 'pen' }], tags: ['new'] }
 *
 * @throws VanillinError `E_FORM_MALFORMED` when there are more fields, or deeper, longer or more nested names, than `limits` allow, `E_INPUT_KEY_REFUSED`
 */
export class FormDataTree<Leaf = string> {
  readonly #root: Branch<Leaf> = new Branch()
  readonly #limits: FormLimits
  #fields = 0
  #brackets = 0

  constructor(limits: FormLimits = defaultFormLimits) {
    this.#limits = limits
  }

  /** @returns the keys that lead to the value; undefined for a name that PHP drops */
  add(name: string, value: Leaf): string[] | undefined {
    this.#fields += 1
    if (this.#fields > this.#limits.maxFields) {
      throw new VanillinError('E_FORM_MALFORMED', `More than ${this.#limits.maxFields} fields were sent.`)
    }
    if (name.length > this.#limits.maxNameCharacters) {
      throw new VanillinError(
        'E_FORM_MALFORMED',
        `A field name is longer than ${this.#limits.maxNameCharacters} characters.`,
      )
    }
    const path = parseName(name, this.#limits.maxDepth)
    if (path === undefined) return undefined
    this.#brackets += path.length - 1
    if (this.#brackets > this.#limits.maxBrackets) {
      throw new VanillinError(
        'E_FORM_MALFORMED',
        `The field names have more than ${this.#limits.maxBrackets} brackets.`,
      )
    }
    const keys: string[] = []
    let branch = this.#root
    for (const [depth, part] of path.entries()) {
      const key = part ?? String(branch.next ?? 0)
      keys.push(key)
      if (key === '__proto__') throw keyRefused(key)
      if (key === 'prototype' && path[depth - 1] === 'constructor') throw keyRefused('constructor.prototype')
      if (isIndex(key)) branch.next = Math.max(branch.next ?? Number.NEGATIVE_INFINITY, Number(key) + 1)
      if (depth === path.length - 1) {
        branch.children.set(key, value)
        break
      }
      const child = branch.children.get(key)
      if (child instanceof Branch) {
        branch = child
        continue
      }
      const created = new Branch<Leaf>()
      branch.children.set(key, created)
      branch = created
    }
    return keys
  }

  toTree(): FormTree<Leaf> {
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
  const head = underscored(closed ? trimmed.slice(0, open) : trimmed)
  if (head === '') return undefined
  const path: (string | null)[] = [head]
  let at = closed ? open : trimmed.length
  while (trimmed[at] === '[') {
    const end = trimmed.indexOf(']', at)
    if (end === -1) break
    const key = trimmed.slice(at + 1, end)
    path.push(/^\s?$/.test(key) ? null : key)
    if (path.length - 1 > maxDepth) {
      throw new VanillinError('E_FORM_MALFORMED', `A field name is nested deeper than ${maxDepth} levels.`)
    }
    at = end + 1
  }
  return path
}

/** `replaceAll` takes seven times as long for a name that is made of nothing else. */
function underscored(head: string): string {
  if (!/[ .[]/.test(head)) return head
  const bytes = Buffer.from(head)
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === SPACE || byte === DOT || byte === BRACKET) bytes[i] = UNDERSCORE
  }
  return bytes.toString()
}

function isIndex(key: string): boolean {
  return /^(0|-?[1-9]\d{0,14})$/.test(key)
}

function toObject<Leaf>({ children }: Branch<Leaf>): FormTree<Leaf> {
  const [firstKey] = children.keys()
  const tree: FormTree<Leaf> = createFields(children.size === 1 ? firstKey : undefined)
  for (const [key, child] of children) tree[key] = toValue(child)
  return tree
}

function toValue<Leaf>(node: Branch<Leaf> | Leaf): FormValue<Leaf> {
  if (!(node instanceof Branch)) return node
  let index = 0
  for (const key of node.children.keys()) {
    if (key !== String(index)) return toObject(node)
    index += 1
  }
  return Array.from(node.children.values(), (child) => toValue(child))
}
