import { defineModuleSuite } from '@karkhana/kernel/testing'
import { FILLED } from '../../../../tests/helpers/suite_fill.ts'
import manifest from '../../module.ts'

defineModuleSuite(manifest, FILLED)
