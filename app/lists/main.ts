export { defineList, runList, type ListQuery, type ListInput } from './define_list.ts'
export type { ListAction, ListDeclaration, ListEdit, SortDeclaration } from './declaration.ts'
export type {
  ChoiceFilter,
  DateFilter,
  FilterDeclaration,
  MoneyFilter,
  OwnFilter,
  RecordFilter,
} from './filter_declaration.ts'
export { listInput } from './list_input.ts'
