import {
  exporterPart,
  importerPart,
  migrationPart,
  reportPart,
  resourcePart,
  searchPart,
} from './data.ts'
import {
  lifecyclePart,
  permissionPart,
  secretPart,
  settingPart,
  webhookPart,
} from './declarations.ts'
import { documentPart, linkPart, mailPart } from './messages.ts'
import type { Part } from './part.ts'
import { contractPart, driverPart, extensionPart } from './reach.ts'
import { commandPart, pagePart, slotPart, widgetPart } from './screens.ts'
import { eventHandlerPart, eventPart, jobPart, schedulePart } from './work.ts'

/** Everything that can be added to a module, each by `make:module:<id>`. */
export const PARTS: Part[] = [
  resourcePart,
  pagePart,
  slotPart,
  widgetPart,
  commandPart,
  jobPart,
  schedulePart,
  eventPart,
  eventHandlerPart,
  webhookPart,
  migrationPart,
  reportPart,
  searchPart,
  importerPart,
  exporterPart,
  documentPart,
  mailPart,
  linkPart,
  contractPart,
  driverPart,
  extensionPart,
  permissionPart,
  settingPart,
  secretPart,
  lifecyclePart,
]
