import type { AnyList } from './declaration.ts'

/** The module whose texts the labels of a list are: that of its name, else of the records it shows. */
export function listOwner({ name, record }: Pick<AnyList, 'name' | 'record'>): string {
  return name?.split('.')[0] ?? record?.table.split('_')[0] ?? 'kernel'
}
