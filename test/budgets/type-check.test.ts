import ts from 'typescript'
import { expect, test } from 'vitest'
import { compile, writeProgram } from '../../bench/type-check/compile.js'
import { AppSource } from '../../bench/type-check/app-source.js'
import { programs } from '../../bench/type-check/programs.js'
import budgets from './type-check.json' with { type: 'json' }

/** How far a count may be above its budget. */
const TOLERANCE = 1.1

// The compiler counts otherwise from version to version.
test.skipIf(!ts.version.startsWith(`${budgets.typescript}.`))(
  `an app of ${budgets.tables} tables takes no tenth more instantiations than its budget (counted by TypeScript ${budgets.typescript})`,
  () => {
    const folder = writeProgram(
      'type-check-budget',
      programs['models and use'](new AppSource(budgets.tables)),
    )
    expect(
      compile(folder).instantiations,
      'Instantiations above what test/budgets/type-check.json allows: a type of models or joins costs more. Look for it with `tsc --generateTrace`; if it is worth its price, write the new figure there and say why in the commit.',
    ).toBeLessThanOrEqual(budgets.instantiations * TOLERANCE)
  },
)
