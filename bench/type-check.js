// node bench/type-check.js [tables]: how long the compiler takes for an app with so many tables (100): with the imports alone, with a join for
// each table by stock Kysely and by ours, with a model for each that has relations, and with code that uses those, in ten lines for each,
// that join among them. What the packages declare is read from their built types. CPU time, lowest of three runs; instantiations do
// not depend on the machine, and test/budgets holds them to what they were.
import { describeMachine, machineLine } from '../scripts/steps/machine.js'
import { AppSource } from './type-check/app-source.js'
import { compile, writeProgram } from './type-check/compile.js'
import { programs } from './type-check/programs.js'

const ROUNDS = 3
const tables = Number(process.argv[2] ?? 100)

console.log(machineLine(describeMachine()))
console.table(
  Object.entries(programs).map(([program, filesOf]) => {
    const folder = writeProgram('type-check', filesOf(new AppSource(tables)))
    const runs = Array.from({ length: ROUNDS }, () => compile(folder))
    return { program, ...runs.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds)[0] }
  }),
)
