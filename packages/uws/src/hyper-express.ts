import { type Binding, loadBinding } from './binding/load-binding.ts'
import { loaded } from './binding/loaded-binding.ts'

export const binding: Binding = await loadBinding()
loaded.binding = binding

/** Loaded after the binding, which it asks for as soon as it is evaluated. */
const hyperExpress: HyperExpress = await import('hyper-express')

export const Server: HyperExpress['Server'] = hyperExpress.Server

type HyperExpress = typeof import('hyper-express')
