export { defineList, runList, type ListQuery, type ListInput } from './define_list.ts'
export { listInput } from './list_input.ts'
