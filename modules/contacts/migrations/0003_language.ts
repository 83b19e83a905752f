import { defineMigration } from '@karkhana/kernel/migrations'

/** In which language a contact is written to; empty: the one in which the organisation speaks to customers. */
export default defineMigration({
  up: [
    `alter table contacts_contacts
  add column language text,
  add constraint contacts_contacts_language check (language in ('en', 'hi'))`,
  ],
  down: ['alter table contacts_contacts drop column language'],
})
