import { textProblems } from '../../../lang/problems.ts'
import type { ModuleCheck } from '../check.ts'

export const STRINGS: ModuleCheck[] = [
  {
    id: 'strings.complete',
    title: 'every string exists in every language, with the same parameters',
    run: ({ folder, manifest }) => Promise.resolve(textProblems({ ...manifest, folder })),
  },
]
