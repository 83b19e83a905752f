import { defineMigration } from '@karkhana/kernel/migrations'

/** A role that nobody holds can be removed; invitations that named it are over and stay without it. */
export default defineMigration({
  up: [
    'alter table invitations drop constraint invitations_custom_role',
    "alter table invitations add constraint invitations_custom_role check (role = 'custom' or role_id is null)",
    'alter table invitations drop constraint invitations_organisation_id_role_id_fkey',
    `alter table invitations add constraint invitations_organisation_id_role_id_fkey
  foreign key (organisation_id, role_id) references roles (organisation_id, id) on delete set null (role_id)`,
  ],
  down: [
    'alter table invitations drop constraint invitations_organisation_id_role_id_fkey',
    `alter table invitations add constraint invitations_organisation_id_role_id_fkey
  foreign key (organisation_id, role_id) references roles (organisation_id, id) on delete restrict`,
  ],
})
