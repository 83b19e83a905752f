import type { ResourceDeclaration, ResourceField } from './declaration.ts'

/** `courtesy.cars` → `courtesy`. */
export const moduleOf = ({ id }: Pick<ResourceDeclaration, 'id'>): string => id.split('.')[0]

/** Address of the list, below which everything of the resource stands: `/courtesy/cars`. */
export const pathOf = ({ id }: Pick<ResourceDeclaration, 'id'>): string =>
  `/${id.replace('.', '/')}`

/** The same below the module: `/cars`. */
export const ownPathOf = ({ id }: Pick<ResourceDeclaration, 'id'>): string => `/${id.split('.')[1]}`

/** Page `courtesy::cars/show`: the module's own file, or else the kernel's for all resources. */
export const pageOf = ({ id }: Pick<ResourceDeclaration, 'id'>, name: string): string =>
  `${id.replace('.', '::')}/${name}`

/** Permission `courtesy.cars.view`. */
export const permissionOf = (
  { id }: Pick<ResourceDeclaration, 'id'>,
  act: 'view' | 'create' | 'update' | 'archive'
): string => `${id}.${act}`

/** Column of a field: `dayRate` → `day_rate`. */
export const columnOf = ({ key }: Pick<ResourceField, 'key'>): string =>
  key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Property with the name of the record that a field points to: `borrowerId` → `borrowerName`. */
export const nameKeyOf = (key: string): string => key.replace(/Id$/, 'Name')
