// node scripts/check-layers.js [repository]: fails when a package imports against the direction of ARCHITECTURE.md.
import { findViolations } from './layers/find-violations.js'
import { root } from './steps/root.js'

const violations = await findViolations(process.argv[2] ?? root)
for (const violation of violations) console.error(violation)
if (violations.length > 0) process.exitCode = 1
else console.log('layers: every import goes the right way')
