import {
  defineTimeline,
  type ColumnWords,
  type TimelineDeclaration,
} from '../timeline/declaration.ts'
import type { ResourceDeclaration, ResourceField } from './declaration.ts'
import { columnOf } from './names.ts'

/** What the timeline of a record of the resource tells: each field by its label, long texts only that they changed. */
export function timelineOf({ fields }: ResourceDeclaration): TimelineDeclaration {
  return defineTimeline({
    created: 'Added',
    columns: {
      archived_at: { set: 'Archived', cleared: 'Restored' },
      ...Object.fromEntries(fields.map((field) => [columnOf(field), wordsOf(field)])),
    },
  })
}

function wordsOf(field: ResourceField): ColumnWords {
  const { label } = field
  if (field.kind === 'multiline') return { label, quiet: true }
  if (field.kind === 'switch') return { label, values: { true: 'Yes', false: 'No' } }
  if (field.kind !== 'choice') return label
  const options = field.options ?? []
  return { label, values: Object.fromEntries(options.map((each) => [each.value, each.label])) }
}
