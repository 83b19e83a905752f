import { RuleError, VersionConflictError } from '../../errors.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { contrast, parseColour } from '../../settings/accent.ts'
import type { Scope } from '../../tenancy/scope.ts'
import { papersOf } from '../definition.ts'
import { documentsInUse } from '../registry.ts'
import { findLook, type StoredLook } from './document_look.ts'
import type { DocumentLook, PaperChoice } from './look.ts'

/** Permission to change how papers look. */
export const MANAGE_LOOK = 'kernel.document.manage'

/**
 * Changes how papers look; what is left out stays.
 * @throws ForbiddenError, VersionConflictError, RuleError naming `accent` or `papers`
 */
export async function updateDocumentLook(
  scope: Scope,
  registry: ModuleRegistry,
  { version, ...input }: Partial<DocumentLook> & { version?: number }
): Promise<StoredLook> {
  scope.ensure(MANAGE_LOOK)
  const changes = {
    ...input,
    ...(input.accent && { accent: paperAccent(input.accent) }),
    ...(input.papers && { papers: await knownPapers(scope, registry, input.papers) }),
  }
  return scope.work(async (unit) => {
    const [created] = await unit.rows(
      `insert into document_looks (organisation_id, id) values (?, ?)
       on conflict (organisation_id, id) do nothing returning id`,
      [scope.organisationId, scope.organisationId]
    )
    const now = (await findLook(unit, { lock: true }))!
    if (version !== undefined && version !== (created ? 0 : now.version)) {
      throw new VersionConflictError({ ...now }, version)
    }
    const look = { ...now, ...changes }
    await unit.rows(
      `update document_looks
          set accent = ?, header = ?, logo_size = ?, tagline = ?, footer = ?, bank = ?, terms = ?,
              preprinted_top = ?, tagged = ?, papers = ?
        where organisation_id = ? and id = ?`,
      [
        ...[look.accent, look.header, look.logoSize, look.tagline, look.footer, look.bank],
        ...[look.terms, look.preprintedTop, look.tagged, JSON.stringify(look.papers)],
        ...[scope.organisationId, scope.organisationId],
      ]
    )
    return (await findLook(unit))!
  })
}

/** Contrast that a line needs to be seen (WCAG 2.2, 1.4.11). */
const VISIBLE = 3

/**
 * The colour in one spelling, if it can be seen on white paper.
 * @throws RuleError naming `accent`
 */
export function paperAccent(text: string): string {
  const colour = parseColour(text)
  if (!colour) {
    throw new RuleError('E_COLOUR', 'This is no colour.', {
      field: 'accent',
      next: 'Write it as #1d4ed8, or choose it from the field of colours.',
    })
  }
  if (contrast(colour, '#ffffff') >= VISIBLE) return colour
  throw new RuleError('E_COLOUR', 'This colour is too pale for white paper.', {
    field: 'accent',
    next: 'Choose a darker one.',
  })
}

/** Only documents that are there, on papers that they have; what is as declared is not kept. */
async function knownPapers(
  scope: Scope,
  registry: ModuleRegistry,
  given: Record<string, PaperChoice>
): Promise<Record<string, PaperChoice>> {
  const kept: Record<string, PaperChoice> = {}
  const documents = await documentsInUse(scope, registry)
  for (const [id, { format, margins }] of Object.entries(given)) {
    const document = documents.find(({ value }) => value.id === id)?.value
    const papers = document && papersOf(document)
    if (!papers || (format && !papers.includes(format))) {
      throw new RuleError('E_PAPER', `"${id}" cannot be printed on this paper.`, {
        field: `papers.${id}`,
        next: papers ? `Choose one of ${papers.join(', ')}.` : 'Reload the page.',
      })
    }
    const choice = {
      ...(format && format !== papers[0] && { format }),
      ...(margins && margins !== 'normal' && { margins }),
    }
    if (Object.keys(choice).length > 0) kept[id] = choice
  }
  return kept
}
