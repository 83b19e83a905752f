import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** Views of lists that members save, alone or for all, and how each member arranged a list. */
export default defineMigration({
  up: [
    organisationTable('list_views', {
      columns: {
        // name of the list: 'tickets.tickets'
        list: 'text not null',
        member_id: reference('memberships', { onDelete: 'cascade' }),
        name: 'text not null',
        shared: 'boolean not null default false',
        // built-in roles that begin with it
        default_for: "text[] not null default '{}'",
        // { search, sort, filters, columns, density }
        state: 'jsonb not null',
      },
      indexes: [['list']],
      checks: {
        name_length: 'char_length(name) between 1 and 60',
        default_is_shared: 'shared or cardinality(default_for) = 0',
      },
    }),
    organisationTable('list_settings', {
      columns: {
        list: 'text not null',
        member_id: reference('memberships', { onDelete: 'cascade' }),
        columns: "jsonb not null default '[]'",
        density: "text not null default 'comfortable'",
        pinned: 'boolean not null default false',
        // id of a view, or 'all' for the list itself
        default_view: 'text',
      },
      unique: [['member_id', 'list']],
      checks: { density_known: "density in ('comfortable', 'compact')" },
    }),
    // How somebody likes their columns is no change that anybody asks about.
    'drop trigger list_settings_audit on list_settings',
  ],
  down: [dropTable('list_settings'), dropTable('list_views')],
})
