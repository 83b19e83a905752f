import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/** How the papers of an organisation look; one row each, its id that of the organisation. */
export default defineMigration({
  up: [
    organisationTable('document_looks', {
      columns: {
        accent: 'text',
        header: `text not null default 'first'`,
        logo_size: `text not null default 'medium'`,
        tagline: 'text',
        // printed in the bottom margin of every page
        footer: 'text',
        // where to pay, and on what conditions, at the end of an account
        bank: 'text',
        terms: 'text',
        // millimetres that paper with a letterhead of its own needs at the top; nothing of the issuer is printed then
        preprinted_top: 'integer',
        tagged: 'boolean not null default false',
        // document id to { format, margins }
        papers: `jsonb not null default '{}'`,
      },
      checks: {
        one_of_organisation: 'id = organisation_id',
        accent_form: `accent ~ '^#[0-9a-f]{6}$'`,
        header_known: `header in ('first', 'all')`,
        logo_size_known: `logo_size in ('none', 'small', 'medium', 'large')`,
        preprinted_range: 'preprinted_top between 10 and 120',
      },
    }),
  ],
  down: [dropTable('document_looks')],
})
