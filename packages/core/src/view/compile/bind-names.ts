import type { HeadProps } from '../head-props.ts'
import { isReservedName, type ReservedName } from '../reserved-names.ts'
import type { FreeNames } from './free-names.ts'
import { JAVASCRIPT_GLOBALS } from './javascript-globals.ts'

/** What a template that uses a framework's name declares for it. */
const RESERVED: Readonly<Record<ReservedName, string>> = {
  include: 'const include=(name,props)=>$$view.include(name,props);',
  layout: 'const layout=(name,props)=>$$view.layout(name,props);',
  component: 'const component=(name,props,fill)=>{$$out+=$$view.component(name,props,fill,$$take)};',
  slot: 'const slot=(name,fill)=>$$view.slot(name,fill,$$take);',
  slots: 'const slots=$$view.slots;',
  json: 'const json=$$view.json;',
}

const TAKE = `const $$take=(fill)=>{const before=$$out;$$out='';try{fill();return $$out}finally{$$out=before}};`

/**
 * The declarations of a template's free names. A prop that is given costs a destructuring; what is not
 * given is looked up, and a template pays for no helper that it does not name.
 *
 * @param props What the head declares, undefined when it does not say.
 * @param mark Numbers a place of the template, for the error that may come from there.
 */
export function bindNames(
  names: FreeNames,
  props: HeadProps | undefined,
  mark: (offset: number) => number,
): string {
  let code = 'const $$html=$$view.escape,$$raw=$$view.raw;'
  if (names.has('component') || names.has('slot')) code += TAKE
  const taken: string[] = []
  for (const [name, offset] of names) {
    const declared = props?.get(name)
    if (isReservedName(name)) {
      code += RESERVED[name]
      continue
    }
    if (declared === undefined && JAVASCRIPT_GLOBALS.has(name)) continue
    const otherwise = (method: string): string => `$$view.${method}('${name}',${mark(offset)})`
    if (props !== undefined && declared === undefined) code += `var ${name}=${otherwise('global')};`
    else if (name in Object.prototype) code += `var ${name}=${inheritedName(name, declared, otherwise)};`
    else if (declared?.optional) taken.push(name)
    else taken.push(`${name}=${otherwise(declared === undefined ? 'lookup' : 'required')}`)
  }
  return taken.length === 0 ? code : `${code}var {${taken.join(',')}}=$$props;`
}

/** A name that every object has: only a prop of the caller's own counts. */
function inheritedName(
  name: string,
  declared: { readonly optional: boolean } | undefined,
  otherwise: (method: string) => string,
): string {
  const absent = declared?.optional ? 'undefined' : otherwise('global')
  return `Object.hasOwn($$props,'${name}')?$$props['${name}']:${absent}`
}
