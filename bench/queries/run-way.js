// Measures one way in a process of its own: node run-way.js <module> <database url> <mode> <count>. Prints its figures as JSON.
import { pathToFileURL } from 'node:url'
import { modes } from './modes.js'

const [module = '', url = '', mode = '', count = ''] = process.argv.slice(2)
const wanted = modes[mode]
if (!wanted) throw new Error(`No mode ${mode}.`)
const { open } = await import(pathToFileURL(module).href)
/** @type {import('./modes.js').Way} */
const way = await open(url)
const { id } = await way.row(7)
if (id !== 7) throw new Error(`It answered row ${id} for 7.`)
const figures = await wanted.measure(way, Number(count))
process.stdout.write(JSON.stringify(figures))
await way.close()
