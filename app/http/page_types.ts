/**
 * The types that cross from the server to every Inertia page. The kernel fills them
 * (see `inertia_middleware.ts`), the shared components in `@karkhana/ui` read them.
 */

export type {
  BuiltInRole,
  SettingsGroup,
  MenuItem,
  SlotFill,
  OfferedSlot,
  PaletteCommand,
  Flash,
  UndoRequest,
  SharedProps,
} from './page_types/shell.ts'
export type {
  ListPage,
  ListColumn,
  ListColumnState,
  ListDensity,
  ListViewState,
  ListView,
  ListSettings,
  NamedListProps,
  ListFilter,
} from './page_types/lists.ts'
export type {
  DeletedRow,
  LastSaved,
  RecordReaders,
  TimelineKind,
  TimelineEntry,
  CommentView,
  AttachmentView,
} from './page_types/records.ts'
export type { ResourceFieldView, ResourceView } from './page_types/resources.ts'
export type { CustomField, CustomValues } from '../custom_fields/declaration.ts'
export type { Language } from '../lang/declaration.ts'
export type { FieldDeclaration, FieldKind, FieldValue, FieldValues } from '../fields/declaration.ts'
export type { AuditEntry, AuditedChange, SecurityEntry, Who } from '../audit/views.ts'
export type { DeliveryRow } from '../events/views.ts'
export type { KeptFileRow } from '../files/room/views.ts'
export type { RunView } from '../runs/views.ts'
export type { ChartData, ChartSeries } from '../widgets/chart.ts'
export type { ArrangedCard, AttentionList, HomeCard, Tile } from '../widgets/declaration.ts'
export type { Onboarding, OnboardingCard, ShownStep } from '../onboarding/declaration.ts'
export type { SamplesOfList, SampleRemovalPlan } from '../samples/declaration.ts'
export type { PeriodId } from '../widgets/period.ts'
