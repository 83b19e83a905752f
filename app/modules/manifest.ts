import type { AiPurpose } from '../ai/purpose.ts'
import type { Permission } from '../access/permissions.ts'
import type { RecordRule } from '../access/record_rules.ts'
import type { SubjectDeclaration, TableDeclaration } from '../data/declaration.ts'
import type { DocumentDefinition } from '../documents/definition.ts'
import type { DriverDefinition, DriverFamilyDeclaration } from '../drivers/declaration.ts'
import type { EventDeclaration, EventHandler } from '../events/declaration.ts'
import type { ExporterDefinition } from '../transfer/exporter.ts'
import type { AnyExtension, ExtensionPointDeclaration } from '../extensions/declaration.ts'
import type { RouteDeclaration } from '../http/module_routes.ts'
import type { ModulePublicRoute } from '../http/public_routes.ts'
import type { MenuItem } from '../http/page_types.ts'
import type { ImporterDefinition } from '../transfer/importer.ts'
import type { AnyJob } from '../jobs/job.ts'
import type { AnyList } from '../lists/declaration.ts'
import type { Language } from '../lang/declaration.ts'
import type { MailDefinition } from '../mail/declaration.ts'
import type { NoticeDeclaration } from '../notifications/declaration.ts'
import type { SettingsDeclaration } from '../module_settings/declaration.ts'
import type { NumberSeries } from '../numbers/declaration.ts'
import type { OnboardingStep } from '../onboarding/declaration.ts'
import type { SampleSet } from '../samples/declaration.ts'
import type { CommandDeclaration } from '../palette/declaration.ts'
import type { ReportDefinition } from '../reports/declaration.ts'
import type { ScheduleDeclaration } from '../schedules/declaration.ts'
import type { ResourceDeclaration } from '../resources/declaration.ts'
import type { SearchSource } from '../search/declaration.ts'
import type { SecretDeclaration } from '../secrets/declaration.ts'
import type { SlotDeclaration, SlotFillDeclaration } from '../slots/declaration.ts'
import type { WebhookDeclaration } from '../webhooks/declaration.ts'
import type { WidgetDeclaration } from '../widgets/declaration.ts'
import type { LifecycleHooks } from './lifecycle.ts'
import type { Lazy } from './lazy.ts'
import type { ModuleState } from './states.ts'
import type { TaxIdentity } from './tax_identity.ts'

/** Everything a module brings, with nothing left out: what `defineModule` makes of a declaration. */
export interface ModuleManifest {
  /** Prefix of everything the module owns: tables, permissions, pages, routes, queue. */
  id: string
  name: string
  /** One sentence for the person who decides whether to switch it on. */
  description: string
  version: string
  /** Semver range of the kernel it was written for. */
  kernel: string
  /**
   * `app`: has pages of its own. `bridge`: joins the modules it requires; comes on with the last of them and goes off
   * with any. `localisation`: rules of a country. `driver`: implementations of drivers.
   */
  kind: 'app' | 'bridge' | 'localisation' | 'driver'
  /** What happens when it cannot be loaded: the deployment does not start, or only this module is out of order. */
  onBootFailure: 'abort' | 'quarantine'
  /** Modules that must be enabled for the same organisation, with their semver ranges. */
  requires: Record<string, string>
  /** Modules that are used when they are enabled, with their semver ranges. */
  enhances: Record<string, string>
  /** Contract id (`id.name@1`) to the factory of its implementation. */
  provides: Record<string, Lazy<unknown>>
  /** Contract id to whether the module works without it. */
  consumes: Record<string, 'required' | 'optional'>
  /** Tables the module creates: how long rows stay, what is personal, whose they are. */
  tables: Record<string, TableDeclaration>
  /** Who sees which of their rows; every table is a record's, or a part of one. */
  records: RecordRule[]
  /** Kinds of records from which `defineModule` makes routes, lists, records, permissions, menu and search. */
  resources: ResourceDeclaration[]
  /** Kinds of persons the module keeps data about. */
  subjects: SubjectDeclaration[]
  routes: Lazy<RouteDeclaration> | null
  /** Pages for strangers who hold a link of the organisation. */
  publicRoutes: Lazy<ModulePublicRoute[]> | null
  permissions: Permission[]
  menu: (Omit<MenuItem, 'module'> & { permission: string; createPermission?: string })[]
  /** Entries of the command palette besides those of the menu. */
  commands: CommandDeclaration[]
  /** Cards of the start page. */
  widgets: WidgetDeclaration[]
  /** What somebody new does first with the module. */
  onboarding: OnboardingStep[]
  /** Records to try the module with. */
  samples: Lazy<SampleSet>[]
  /** Slot id to the components of this module that fill it. */
  slots: Record<string, SlotFillDeclaration[]>
  /** Slots that pages of this module offer. */
  offersSlots: SlotDeclaration[]
  events: {
    emits: EventDeclaration[]
    /** Event id to the handlers of this module. */
    handles: Record<string, Lazy<EventHandler>[]>
  }
  jobs: Lazy<AnyJob>[]
  /** Lists with a name: saved views, columns, count, export, bulk actions, inline edits. */
  lists: Lazy<AnyList>[]
  schedules: ScheduleDeclaration[]
  webhooks: WebhookDeclaration[]
  reports: Lazy<ReportDefinition>[]
  documents: Lazy<DocumentDefinition>[]
  search: Lazy<SearchSource>[]
  importers: Lazy<ImporterDefinition>[]
  exporters: Lazy<ExporterDefinition>[]
  // The data of each mail is its own; it is checked where the mail is composed.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  mails: Lazy<MailDefinition<any>>[]
  /** Reasons of the module to tell members something, besides those of the kernel. */
  notices: NoticeDeclaration[]
  settings: SettingsDeclaration | null
  /** What the module asks language models for. */
  aiPurposes: AiPurpose[]
  /** Keys of outside services that an organisation stores for the module. */
  secrets: SecretDeclaration[]
  /** What is numbered without gaps; organisations choose their own formats. */
  series: NumberSeries[]
  drivers: {
    families: DriverFamilyDeclaration[]
    /** Driver id to its definition. */
    offers: Record<string, Lazy<DriverDefinition>>
  }
  extensions: {
    offers: ExtensionPointDeclaration[]
    /** Extension point id to the answers of this module. */
    adds: Record<string, Lazy<AnyExtension>[]>
  }
  lang: Language[]
  /** Tax registration rules of a country; localisation modules only. */
  taxIdentity: Lazy<TaxIdentity> | null
  lifecycle: LifecycleHooks
  /** State a new organisation starts with. */
  initialState: ModuleState | 'available'
}
