/**
 * `npm run check:floors`: draws the floors of docs/architecture.md section 1 and fails on an import that runs up.
 */
import { fileURLToPath } from 'node:url'
import { checkFloors } from '@karkhana/kernel/floors'

const root = process.argv[2] ?? fileURLToPath(new URL('../', import.meta.url))
const { violations, files } = checkFloors(root)
for (const { file, line, specifier, reason } of violations) {
  console.error(`${file}:${line}  imports ${specifier}: ${reason}`)
}
console.log(
  violations.length === 0
    ? `Floors: ${files} files, every import stays on its floor.`
    : `Floors: ${violations.length} of the imports in ${files} files leave their floor.`
)
process.exit(violations.length === 0 ? 0 : 1)
