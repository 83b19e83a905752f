import type { StepDone } from '../declaration.ts'

/** The reader chose dark or light, or another language than everybody begins with. */
const look: StepDone = async (unit) => {
  const [{ found }] = await unit.rows<{ found: boolean }>(
    `select exists (select 1 from users
                     where id = ?::uuid and (appearance is not null or locale <> 'en-IN')) as found`,
    [unit.scope.actor.kind === 'user' ? unit.scope.actor.id : null]
  )
  return found
}
export default look
