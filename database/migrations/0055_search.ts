import { defineMigration } from '@karkhana/kernel/migrations'

/** A table that repeats what records say: rows of organisations, and the owner sees those of all. */
const secured = (table: string) => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy ${table}_organisation on ${table}
  using (organisation_id = kernel_organisation_id())
  with check (organisation_id = kernel_organisation_id())`,
  // Functions of the owner name the organisation themselves: no operator of full text is leakproof, so behind a policy
  // none of them could use an index.
  `create policy ${table}_owner on ${table} to current_user using (true) with check (true)`,
  `grant select, insert, update, delete on ${table} to {{app}}`,
]

const callable = (signature: string) => [
  `revoke all on function ${signature} from public`,
  `grant execute on function ${signature} to {{app}}`,
]

/** Whether the reader may see a document `d`: their branches, and their own ones where they are left with those. */
const MAY_SEE = `(branches is null or d.branch_id is null or d.branch_id = any(branches))
       and (own is null or d.owner_id = own)`

/** Written so that only the index of the tokens can answer it; the lexemes begin with organisation and kind. */
const OF_KIND = `d.organisation_id::text = org::text and d.kind || '' = wanted_kind`

/** How well a document `d` fits: called so, beginning so, having the words, or fitting at all. */
const SCORE = `case when d.tokens @@ heads then 5 when d.tokens @@ begins then 4
                  when d.tokens @@ words then 3 else 2 end`

/**
 * The search index: one document for each record that a module lets be found, the words it has, and what changed and
 * is to be read again. All of it follows from the records, so that it has neither versions nor an audit trail.
 */
export default defineMigration({
  up: [
    'create extension if not exists pg_trgm',
    'create extension if not exists btree_gin',

    `create table search_documents (
  organisation_id uuid not null references organisations (id),
  -- id of the source: 'jobcards.jobs'
  kind text not null,
  record_id uuid not null,
  title text,
  -- values of what the source shows beside the title, in its order
  detail jsonb not null,
  tokens tsvector not null,
  branch_id uuid,
  owner_id uuid,
  at timestamptz not null,
  primary key (organisation_id, kind, record_id)
)`,
    ...secured('search_documents'),
    `create policy search_documents_branch on search_documents as restrictive to {{app}}
  using ((select kernel_branch_ids()) is null or branch_id is null
         or branch_id = any ((select kernel_branch_ids())::uuid[]))`,
    `create index search_documents_newest_index on search_documents (organisation_id, kind, at desc, record_id desc)`,
    // Each lexeme begins with organisation and kind: no search reads an entry of another organisation.
    `create index search_documents_tokens_index on search_documents using gin (tokens)
  with (fastupdate = on)`,

    `create table search_words (
  organisation_id uuid not null references organisations (id),
  word text not null,
  primary key (organisation_id, word)
)`,
    ...secured('search_words'),
    `create index search_words_similar_index on search_words using gin (organisation_id, word gin_trgm_ops)`,

    // Written by triggers in the transaction of the change; worked off and deleted.
    `create table search_changes (
  organisation_id uuid not null references organisations (id),
  id bigint generated always as identity,
  -- of a record that changed, or the kind of a document to be made anew
  table_name text,
  kind text,
  row_id uuid not null,
  primary key (organisation_id, id),
  constraint search_changes_of_one check ((table_name is null) <> (kind is null))
)`,
    ...secured('search_changes'),

    `create table search_states (
  organisation_id uuid not null references organisations (id),
  kind text not null,
  -- fingerprint of the declaration that its documents are made by
  version text not null,
  -- the last record that was read; null before the first
  reached uuid,
  documents bigint not null default 0,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (organisation_id, kind)
)`,
    ...secured('search_states'),

    // As the owner, since migrations change records of all organisations.
    `create function kernel_search_changed() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  insert into search_changes (organisation_id, table_name, row_id)
  select c.organisation_id, tg_table_name, c.id from changed c;
  return null;
end $$`,

    `create function kernel_search_pending() returns setof uuid language sql stable
  security definer set search_path = public, pg_temp as $$
  with recursive found as (
    (select c.organisation_id from search_changes c order by c.organisation_id limit 1)
    union all
    select (select c.organisation_id from search_changes c
             where c.organisation_id > f.organisation_id order by c.organisation_id limit 1)
      from found f where f.organisation_id is not null)
  select organisation_id from found where organisation_id is not null $$`,
    callable('kernel_search_pending()'),

    // Organisations whose documents of some kind are not made by the present declaration.
    `create function kernel_search_due(versions jsonb) returns table (organisation_id uuid, kind text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select o.id, v.key
    from jsonb_each_text(versions) v cross join organisations o
    left join search_states s on s.organisation_id = o.id and s.kind = v.key
   where s.version is distinct from v.value or s.finished_at is null
   order by o.id, v.key limit 500 $$`,
    callable('kernel_search_due(jsonb)'),

    `create function kernel_search(asked jsonb, wanted integer, walked integer, shown integer,
                              after_score integer, after_at timestamptz, after_id uuid)
  returns table (kind text, record_id uuid, title text, detail jsonb, at timestamptz, score integer)
  language plpgsql stable security definer
  set search_path = public, pg_temp set enable_seqscan = off set jit = off
  set plan_cache_mode = force_generic_plan as $$
declare
  org uuid := kernel_organisation_id();
  branches uuid[] := kernel_branch_ids();
  question jsonb;
  wanted_kind text;
  own uuid;
  heads tsquery;
  begins tsquery;
  words tsquery;
  fits tsquery;
  narrow tsquery;
  ids uuid[];
  more uuid[];
  fitting integer;
  exact integer;
begin
  if org is null then return; end if;
  for question in select jsonb_array_elements(asked) loop
    wanted_kind := question ->> 'kind';
    own := (question ->> 'own')::uuid;
    heads := (question ->> 'heads')::tsquery;
    begins := (question ->> 'begins')::tsquery;
    words := (question ->> 'words')::tsquery;
    fits := (question ->> 'fits')::tsquery;
    narrow := coalesce((question ->> 'narrow')::tsquery, ''::tsquery);

    -- What is called exactly so
    select array_agg(f.record_id) into ids from (
      select d.record_id from search_documents d
       where d.tokens @@ (heads && narrow) and ${OF_KIND} and ${MAY_SEE} limit 50) f;

    -- What fits many records is found among the newest ones
    select array_agg(f.record_id) filter (where f.place <= wanted), count(*), count(*) filter (where f.score >= 3)
      into more, fitting, exact
      from (select c.*, row_number() over (order by c.score desc, c.at desc, c.record_id desc) as place
              from (select d.record_id, d.at, ${SCORE} as score
                      from (select n.record_id, n.tokens, n.branch_id, n.owner_id, n.at from search_documents n
                             where n.organisation_id = org and n.kind = wanted_kind
                             order by n.at desc, n.record_id desc limit walked) d
                     where d.tokens @@ fits and ${MAY_SEE}) c) f;
    ids := ids || more;

    -- What fits few is read from the index; so is what fits word by word, where the newest only begin so
    if fitting < wanted or exact < wanted then
      select array_agg(f.record_id) into more from (
        select c.record_id from (
          select d.record_id, d.at, ${SCORE} as score from search_documents d
           where d.tokens @@ ((case when fitting < wanted then fits else words end) && narrow)
             and ${OF_KIND} and ${MAY_SEE} limit 1000) c
         order by c.score desc, c.at desc, c.record_id desc limit wanted) f;
      ids := ids || more;
    end if;
    if ids is null then continue; end if;

    return query
    select wanted_kind, r.record_id, r.title, r.detail, r.at, r.score from (
      select d.record_id, d.title, d.detail, d.at, ${SCORE} as score
        from search_documents d
       where d.organisation_id = org and d.kind = wanted_kind and d.record_id = any(ids)
       order by score desc, d.at desc, d.record_id desc
       limit wanted) r
     where after_score is null or (r.score, r.at, r.record_id) < (after_score, after_at, after_id)
     order by r.score desc, r.at desc, r.record_id desc
     limit shown;
  end loop;
end $$`,
    callable('kernel_search(jsonb, integer, integer, integer, integer, timestamptz, uuid)'),

    // Words of the organisation that look like a mistyped one.
    `create function kernel_search_similar(typed text) returns setof text language sql stable
  security definer set search_path = public, pg_temp set pg_trgm.similarity_threshold = 0.25 as $$
  select w.word from search_words w
   where w.organisation_id = kernel_organisation_id() and w.word % typed
   order by similarity(w.word, typed) desc, w.word limit 40 $$`,
    callable('kernel_search_similar(text)'),

    // Merges what a batch has written into the index, sorted and at once; no search has to read it piece by piece.
    `create function kernel_search_merge() returns void language plpgsql volatile
  security definer set search_path = public, pg_temp as $$
begin
  perform gin_clean_pending_list('search_documents_tokens_index');
end $$`,
    callable('kernel_search_merge()'),

    // Of some words those that no document of the organisation has any more; marks are the beginnings of lexemes.
    `create function kernel_search_unused(candidates text[], marks text[]) returns setof text language sql stable
  security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select c from unnest(candidates) c
   where not exists (
     select 1 from unnest(marks) m
      where exists (select 1 from search_documents d
                     where d.tokens @@ (quote_literal(m || c))::tsquery
                       and d.organisation_id::text = kernel_organisation_id()::text)) $$`,
    callable('kernel_search_unused(text[], text[])'),
  ],
  down: [
    'drop function kernel_search_merge()',
    'drop function kernel_search_unused(text[], text[])',
    'drop function kernel_search_similar(text)',
    'drop function kernel_search(jsonb, integer, integer, integer, integer, timestamptz, uuid)',
    'drop function kernel_search_due(jsonb)',
    'drop function kernel_search_pending()',
    // with the triggers that call it
    'drop function kernel_search_changed() cascade',
    'drop table search_states',
    'drop table search_changes',
    'drop table search_words',
    'drop table search_documents',
  ],
})
