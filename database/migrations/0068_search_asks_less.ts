import { defineMigration } from '@karkhana/kernel/migrations'

const SIGNATURE = `kernel_search(asked jsonb, wanted integer, walked integer, shown integer,
                              after_score integer, after_at timestamptz, after_id uuid)
  returns table (kind text, record_id uuid, title text, detail jsonb, at timestamptz, score integer)
  language plpgsql stable security definer
  set search_path = public, pg_temp set enable_seqscan = off set jit = off
  set plan_cache_mode = force_generic_plan`

/** Whether the reader may see a document `d`: their branches, and their own ones where they are left with those. */
const MAY_SEE = `(branches is null or d.branch_id is null or d.branch_id = any(branches))
       and (own is null or d.owner_id = own)`

/** Written so that only the index of the tokens can answer it; the lexemes begin with organisation and kind. */
const OF_KIND = `d.organisation_id::text = org::text and d.kind || '' = wanted_kind`

/** How well a document `d` fits: called so, beginning so by whole words, beginning so, having the words, at all. */
const SCORE = `case when d.tokens @@ heads then 6
                  when d.tokens @@ begins then case when d.tokens @@ words then 5 else 4 end
                  when d.tokens @@ words then 3 else 2 end`

const SEARCH = `create or replace function ${SIGNATURE} as $$
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
  begun integer;
  fitting integer;
  exact integer;
  last_at timestamptz;
  last_id uuid;
  step integer;
  sought tsquery;
  indexed tsquery;
  seen integer;
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
    select array_agg(f.record_id) filter (where f.fit and f.place <= wanted),
           count(*) filter (where f.fit and f.score >= 4), count(*) filter (where f.fit),
           count(*) filter (where f.fit and f.score in (3, 5, 6)),
           (array_agg(f.at order by f.at, f.record_id))[1], (array_agg(f.record_id order by f.at, f.record_id))[1]
      into more, begun, fitting, exact, last_at, last_id
      from (select c.*, row_number() over (order by c.fit desc, c.score desc, c.at desc, c.record_id desc) as place
              from (select d.record_id, d.at, d.tokens @@ fits and ${MAY_SEE} as fit, ${SCORE} as score
                      from (select n.record_id, n.tokens, n.branch_id, n.owner_id, n.at from search_documents n
                             where n.organisation_id = org and n.kind = wanted_kind
                             order by n.at desc, n.record_id desc limit walked) d) c) f;
    ids := ids || more;

    -- Then what begins with a number, what fits at all, and what fits word by word
    for step in (case when (question ->> 'numbered')::boolean then 1 else 2 end) .. 3 loop
      exit when last_id is null;
      sought := case step when 1 then begins when 2 then fits else words end;
      indexed := case step when 2 then (question ->> 'rare')::tsquery else sought end;
      seen := case step when 1 then begun when 2 then fitting else exact end;
      continue when seen >= wanted;

      -- What fits one of the newest now and then is found by walking on
      if seen > 0 then
        select array_agg(f.record_id) into more from (
          select d.record_id
            from (select n.record_id, n.tokens, n.branch_id, n.owner_id from search_documents n
                   where n.organisation_id = org and n.kind = wanted_kind and (n.at, n.record_id) < (last_at, last_id)
                   order by n.at desc, n.record_id desc limit walked * 7) d
           where d.tokens @@ sought and ${MAY_SEE}
           limit wanted - seen) f;
        seen := seen + coalesce(cardinality(more), 0);
        ids := ids || more;
        continue when seen >= wanted;
      end if;

      -- What fits fewer is rare enough to be read from the index
      select array_agg(f.record_id) into more from (
        select c.record_id from (
          select d.record_id, d.at, ${SCORE} as score from search_documents d
           where d.tokens @@ (indexed && narrow) and ts_match_vq(d.tokens, sought)
             and ${OF_KIND} and ${MAY_SEE} limit 1000) c
         order by c.score desc, c.at desc, c.record_id desc limit wanted) f;
      ids := ids || more;
      exit when step = 2 or coalesce(cardinality(more), 0) >= wanted;
    end loop;
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
end $$`

// A setting of trigrams is known to a connection once one of their functions was called; before, only a superuser may
// name it.
const LOADED = 'select show_limit()'

// Words of the organisation that look like a mistyped one, or have it within.
const SIMILAR = `create or replace function kernel_search_similar(typed text) returns setof text language sql stable
  security definer set search_path = public, pg_temp set pg_trgm.similarity_threshold = 0.25 as $$
  (select w.word from search_words w
    where w.organisation_id = kernel_organisation_id() and w.word % typed
    order by similarity(w.word, typed) desc, w.word limit 40)
  union
  (select w.word from search_words w
    where w.organisation_id = kernel_organisation_id() and w.word like '%' || typed || '%'
    order by length(w.word), w.word limit 10) $$`

/** The functions as they were. */
const FORMER_SCORE = `case when d.tokens @@ heads then 5 when d.tokens @@ begins then 4
                  when d.tokens @@ words then 3 else 2 end`
const FORMER_SEARCH = `create or replace function ${SIGNATURE} as $$
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
              from (select d.record_id, d.at, ${FORMER_SCORE} as score
                      from (select n.record_id, n.tokens, n.branch_id, n.owner_id, n.at from search_documents n
                             where n.organisation_id = org and n.kind = wanted_kind
                             order by n.at desc, n.record_id desc limit walked) d
                     where d.tokens @@ fits and ${MAY_SEE}) c) f;
    ids := ids || more;

    -- What fits few is read from the index; so is what fits word by word, where the newest only begin so
    if fitting < wanted or exact < wanted then
      select array_agg(f.record_id) into more from (
        select c.record_id from (
          select d.record_id, d.at, ${FORMER_SCORE} as score from search_documents d
           where d.tokens @@ ((case when fitting < wanted then fits else words end) && narrow)
             and ${OF_KIND} and ${MAY_SEE} limit 1000) c
         order by c.score desc, c.at desc, c.record_id desc limit wanted) f;
      ids := ids || more;
    end if;
    if ids is null then continue; end if;

    return query
    select wanted_kind, r.record_id, r.title, r.detail, r.at, r.score from (
      select d.record_id, d.title, d.detail, d.at, ${FORMER_SCORE} as score
        from search_documents d
       where d.organisation_id = org and d.kind = wanted_kind and d.record_id = any(ids)
       order by score desc, d.at desc, d.record_id desc
       limit wanted) r
     where after_score is null or (r.score, r.at, r.record_id) < (after_score, after_at, after_id)
     order by r.score desc, r.at desc, r.record_id desc
     limit shown;
  end loop;
end $$`

const FORMER_SIMILAR = `create or replace function kernel_search_similar(typed text) returns setof text language sql stable
  security definer set search_path = public, pg_temp set pg_trgm.similarity_threshold = 0.25 as $$
  select w.word from search_words w
   where w.organisation_id = kernel_organisation_id() and w.word % typed
   order by similarity(w.word, typed) desc, w.word limit 40 $$`

/**
 * The search asks less of the index: what fits now and then is found by walking on from the newest, a number that few
 * have stands for the whole text, and what begins with a number is enough. Whole words come before beginnings, and a
 * mistyped word is taken for words that have it within.
 */
export default defineMigration({
  up: [SEARCH, LOADED, SIMILAR],
  down: [LOADED, FORMER_SIMILAR, FORMER_SEARCH],
})
