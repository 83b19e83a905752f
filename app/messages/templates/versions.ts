import { v7 as uuidv7 } from 'uuid'
import type { Language } from '../../lang/declaration.ts'
import type { Wording } from '../../mail/declaration.ts'
import type { Unit } from '../../tenancy/unit.ts'

/** A wording of the organisation as it was saved. */
export interface WordingVersion {
  /** Counts from 1; 0 is what the module ships. */
  number: number
  /** `null`: back to the words of the module. */
  words: Wording | null
  savedBy: string
  /** ISO instant, UTC. */
  at: string
}

/** What counts now: the last wording of the organisation, else version 0 without words. */
export async function wordingOf(
  unit: Unit,
  templateId: string,
  language: Language
): Promise<{ number: number; words: Wording | null }> {
  const [last] = await unit.rows<{ number: number; words: Wording | null }>(
    `select number, words from message_templates
      where organisation_id = ? and template_id = ? and language = ?
      order by number desc limit 1`,
    [unit.scope.organisationId, templateId, language]
  )
  return last?.words ? last : { number: 0, words: null }
}

/** The versions of a message in a language, newest first; the last fifty. */
export async function versionsOf(
  unit: Unit,
  templateId: string,
  language: Language
): Promise<WordingVersion[]> {
  const rows = await unit.rows<Omit<WordingVersion, 'at'> & { at: Date }>(
    `select number, words, saved_by as "savedBy", created_at as at from message_templates
      where organisation_id = ? and template_id = ? and language = ?
      order by number desc limit 50`,
    [unit.scope.organisationId, templateId, language]
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

/** Adds a version; whoever saves at the same time waits for this unit to end. */
export async function addVersion(
  unit: Unit,
  templateId: string,
  language: Language,
  words: Wording | null
): Promise<number> {
  const { organisationId, actor } = unit.scope
  await unit.rows('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `kernel.message_template:${organisationId}/${templateId}/${language}`,
  ])
  const [{ number }] = await unit.rows<{ number: number }>(
    `insert into message_templates
       (organisation_id, id, template_id, language, number, words, saved_by, created_at)
     select ?, ?, ?, ?, coalesce(max(number), 0) + 1, ?::jsonb, ?, ? from message_templates
      where organisation_id = ? and template_id = ? and language = ?
     returning number`,
    [
      organisationId,
      uuidv7(),
      templateId,
      language,
      words && JSON.stringify(words),
      actor.name,
      unit.scope.now().toJSDate(),
      organisationId,
      templateId,
      language,
    ]
  )
  return number
}

/** Messages whose words the organisation has changed, in any language. */
export async function changedTemplates(unit: Unit): Promise<Set<string>> {
  const rows = await unit.rows<{ id: string }>(
    `select distinct template_id as id from (
       select distinct on (template_id, language) template_id, words from message_templates
        where organisation_id = ? order by template_id, language, number desc) last
      where words is not null`,
    [unit.scope.organisationId]
  )
  return new Set(rows.map(({ id }) => id))
}
