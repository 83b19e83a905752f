import { defineList } from '@karkhana/kernel/lists'
import type { ItemKind, ItemTreatment } from '../contracts.ts'
import type { EvUse } from '../models/item.ts'
import { seesCost } from '../services/cost.ts'
import { contains, startsWith } from './like.ts'

interface Raw {
  id: string
  kind: ItemKind
  code: string
  name: string
  hsn: string
  unit: string
  unit_price: string
  /** Read for those who see it. */
  unit_cost?: string | null
  treatment: ItemTreatment
  ev_use: EvUse | null
  archived_at: Date | null
}

/** Which items a list shows: those in use, those put away, or all. */
export type Showing = 'active' | 'archived' | 'all'

/** Parts and services, those in use unless the reader asks for others. */
export function itemsList(showing: Showing) {
  return defineList({
    from: (unit) => {
      const query = unit
        .from('catalog_items as i')
        .select('i.id', 'i.kind', 'i.code', 'i.name', 'i.hsn', 'i.unit', 'i.unit_price')
        .select('i.treatment', 'i.ev_use', 'i.archived_at')
      if (seesCost(unit.scope)) query.select('i.unit_cost')
      if (showing === 'active') query.whereNull('i.archived_at')
      if (showing === 'archived') query.whereNotNull('i.archived_at')
      return query
    },
    id: 'i.id',
    customFields: 'catalog_items',
    search: (query, term) =>
      query.where((either) =>
        either
          .whereILike('i.code', contains(term))
          .orWhereILike('i.name', contains(term))
          .orWhereLike('i.hsn', startsWith(term))
      ),
    filters: {
      kind: {
        label: 'Kind',
        options: [
          { value: 'part', label: 'Parts' },
          { value: 'service', label: 'Services' },
        ],
        apply: (query, value) => query.where('i.kind', value),
      },
      status: {
        label: 'Status',
        options: [
          { value: 'archived', label: 'Archived' },
          { value: 'all', label: 'Active and archived' },
        ],
        // the choice is made in `from`, where leaving archived items out is the rule
        apply: () => {},
      },
    },
    sorts: {
      name: { label: 'Name', column: 'lower(i.name)', type: 'text', direction: 'asc' },
      code: { label: 'Code', column: 'i.code', type: 'text', direction: 'asc' },
      newest: {
        label: 'Newest first',
        column: 'i.created_at',
        type: 'timestamptz',
        direction: 'desc',
      },
    },
    defaultSort: 'name',
    row: (raw: Raw) => ({
      id: raw.id,
      kind: raw.kind,
      code: raw.code,
      name: raw.name,
      hsn: raw.hsn,
      unit: raw.unit,
      unitPrice: raw.unit_price,
      ...(raw.unit_cost !== undefined && { unitCost: raw.unit_cost }),
      treatment: raw.treatment,
      evUse: raw.ev_use,
      archived: raw.archived_at !== null,
    }),
  })
}

/** Reads which items the query string asks for; anything else means those in use. */
export function showingOf(status: string | undefined): Showing {
  return status === 'archived' || status === 'all' ? status : 'active'
}

export type ListedItem = ReturnType<ReturnType<typeof itemsList>['row']>

/** A row of the page: with today's GST in percent, `null` while none is known. */
export type ItemRow = ListedItem & { gstRate: string | null }
