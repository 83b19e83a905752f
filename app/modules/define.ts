import type { ModelDriver } from '../ai/driver.ts'
import type { EventDeclaration } from '../events/declaration.ts'
import { writeOut } from '../resources/write_out.ts'
import type { SmsDriver, WhatsAppDriver } from '../sms/driver.ts'
import type { ModuleManifest } from './manifest.ts'

/**
 * What modules say to each other, by id. Each module augments these in its `contracts.ts`, next to the code that makes
 * it true: `interface Contracts { 'accounting.ledger@1': LedgerContract }`.
 */

/** Contract id to its type. */
export interface Contracts {}

/** Event id to its payload: `'jobcards.job_delivered@1': { jobId: string }`. */
export interface Events {}

/** Slot id to the props that the page gives to every fill. */
export interface Slots {}

/** Extension point id to what is asked and what may be answered: `{ input: …; output: … }`. */
export interface ExtensionPoints {}

/** Driver family to the interface of its drivers. */
export interface DriverFamilies {
  'kernel.sms': SmsDriver
  'kernel.whatsapp': WhatsAppDriver
  'kernel.ai': ModelDriver
  'kernel.ai-second': ModelDriver
  'kernel.ai-third': ModelDriver
}

type Required = 'id' | 'name' | 'description' | 'version' | 'kernel' | 'kind'

/** What an author writes; everything but the six facts about the module itself may be left out. */
export type ModuleDeclaration = Pick<ModuleManifest, Required> &
  Partial<Omit<ModuleManifest, Required | 'events' | 'drivers' | 'extensions' | 'lifecycle'>> & {
    [Key in 'events' | 'drivers' | 'extensions' | 'lifecycle']?: Partial<ModuleManifest[Key]>
  }

/**
 * Declares a module. Pure data: importing a manifest runs nothing and needs no booted application. What is wrong with
 * it is told by `checkManifests`, together with the problems of all other modules.
 */
export function defineModule(declaration: ModuleDeclaration): ModuleManifest {
  const own = { ...EMPTY, ...declaration }
  return {
    ...own,
    ...writeOut(own, own.resources),
    events: { emits: [], handles: {}, ...declaration.events },
    drivers: { families: [], offers: {}, ...declaration.drivers },
    extensions: { offers: [], adds: {}, ...declaration.extensions },
    lifecycle: { ...NO_HOOKS, ...declaration.lifecycle },
  }
}

const NO_HOOKS: ModuleManifest['lifecycle'] = {
  enable: null,
  disable: null,
  upgrade: null,
  exportData: null,
  purge: null,
}

const EMPTY: Omit<ModuleManifest, Required | 'events' | 'drivers' | 'extensions' | 'lifecycle'> = {
  onBootFailure: 'abort',
  requires: {},
  enhances: {},
  provides: {},
  consumes: {},
  tables: {},
  records: [],
  resources: [],
  subjects: [],
  routes: null,
  publicRoutes: null,
  permissions: [],
  menu: [],
  commands: [],
  widgets: [],
  onboarding: [],
  samples: [],
  slots: {},
  offersSlots: [],
  jobs: [],
  lists: [],
  schedules: [],
  webhooks: [],
  reports: [],
  documents: [],
  search: [],
  importers: [],
  exporters: [],
  mails: [],
  notices: [],
  settings: null,
  secrets: [],
  aiPurposes: [],
  series: [],
  lang: [],
  taxIdentity: null,
  initialState: 'enabled',
}

/** Keys an author may write; every other one is refused. */
export const MANIFEST_KEYS: readonly string[] = [
  'id',
  'name',
  'description',
  'version',
  'kernel',
  'kind',
  'events',
  'drivers',
  'extensions',
  'lifecycle',
  ...Object.keys(EMPTY),
]

export type { EventDeclaration, ModuleManifest }
export type { Lazy } from './lazy.ts'
export type { ModuleState } from './states.ts'
export type { TaxIdentity } from './tax_identity.ts'
export {
  defineResource,
  type ResourceDeclaration,
  type ResourceField,
  type ResourceRecordField,
  type ResourceTone,
  type ResourceValueField,
} from '../resources/declaration.ts'
export {
  defineResourceHooks,
  type ResourceHooks,
  type ResourceSaving,
  type ResourceValues,
} from '../resources/hooks.ts'
export { crud, permission, type Permission } from '../access/permissions.ts'
export { defineRecords, type RecordReference, type RecordRule } from '../access/record_rules.ts'
export { defineArchive, type ArchiveDeclaration } from '../recently_deleted/declaration.ts'
export {
  defineTimeline,
  type ColumnWords,
  type SourceLine,
  type SourceRow,
  type TimelineDeclaration,
  type TimelineSource,
} from '../timeline/declaration.ts'
export { table, type TableDeclaration, type SubjectDeclaration } from '../data/declaration.ts'
export { defineHandler, type EventHandler, type EventRun } from '../events/declaration.ts'
export { defineReport, type ReportDefinition, type ReportRow } from '../reports/declaration.ts'
export type { ColumnDeclaration } from '../reports/declaration.ts'
export { defineExporter, type ExporterDefinition } from '../transfer/exporter.ts'
export {
  defineImporter,
  type ImporterDefinition,
  type ImportOutcome,
  type ImportRow,
  type ImportColumn,
  type SavedRow,
} from '../transfer/importer.ts'
export { defineSearch, type SearchHit, type SearchSource } from '../search/declaration.ts'
export {
  defineDriver,
  type DriverDefinition,
  type HeardNews,
  type ServiceCall,
  type TextNews,
} from '../drivers/declaration.ts'
export {
  defineExtension,
  type AnyExtension,
  type Extension,
  type ExtensionPointDeclaration,
  type ExtensionPointId,
} from '../extensions/declaration.ts'
export { defineMail, type MailDefinition } from '../mail/declaration.ts'
export type { FieldDeclaration } from '../fields/declaration.ts'
export type { ScheduleDeclaration } from '../schedules/declaration.ts'
export type { WebhookDeclaration } from '../webhooks/declaration.ts'
export {
  defineSettings,
  type SettingDeclaration,
  type SettingsDeclaration,
  type SettingsValues,
} from '../module_settings/declaration.ts'
export {
  defineSlotData,
  type SlotData,
  type SlotDataOf,
  type SlotDeclaration,
  type SlotFillDeclaration,
  type SlotId,
  type SlotProps,
} from '../slots/declaration.ts'
export type {
  AttentionList,
  AttentionSource,
  ChartSource,
  Tile,
  TileSource,
  WidgetData,
  WidgetDataOf,
  WidgetDeclaration,
} from '../widgets/declaration.ts'
export type { ChartData, ChartSeries } from '../widgets/chart.ts'
export type { Period, Step } from '../widgets/period.ts'
export type { OnboardingStep, StepDone, StepRows } from '../onboarding/declaration.ts'
export { defineSamples, type SampleSet } from '../samples/declaration.ts'
export type { CommandDeclaration } from '../palette/declaration.ts'
export type { NumberRules, NumberSeries } from '../numbers/declaration.ts'
export type { AiPurpose } from '../ai/purpose.ts'
export type { SecretDeclaration } from '../secrets/declaration.ts'
