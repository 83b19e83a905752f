import { defineMigration, restrictToBranches, unrestrict } from '@karkhana/kernel/migrations'

/** Whoever is limited to some branches sees and changes no other branch itself either. */
export default defineMigration({
  up: [restrictToBranches('branches', 'id')],
  down: [unrestrict('branches')],
})
