import { RuleError } from '../errors.ts'
import type { ListAction, NamedList } from '../lists/declaration.ts'

/** @throws RuleError when the list has no such action */
export function actionOf(list: NamedList, key: string): ListAction {
  const actions = list.actions ?? {}
  if (Object.hasOwn(actions, key)) return actions[key]
  throw new RuleError('E_LIST_ACTION', `"${key}" cannot be done in this list.`, {
    field: 'action',
    next: `Use one of: ${Object.keys(actions).join(', ')}.`,
  })
}
